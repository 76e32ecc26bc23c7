package tercet.runtime.cluster;

import java.io.IOException;

/** A peer refused a batch; sending it again would not help. */
public final class PeerRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason as the peer gave it
   */
  public PeerRefusedException(String reason) {
    super(reason);
  }
}
