package tercet.runtime.cluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A secret that only the nodes of a cluster share. A process that knows it can send envelopes, and
 * so change every balance. Every batch carries it, so a network that others can listen to needs TLS
 * beneath, or a tunnel.
 */
public final class ClusterSecret {
  private static final int LENGTH_MIN = 16;

  private final String value;

  /**
   * @param value at least 16 visible ASCII characters
   * @throws IllegalArgumentException with a sentence that does not contain it
   */
  public ClusterSecret(String value) {
    if (value.length() < LENGTH_MIN || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "The cluster secret needs at least %d visible ASCII characters, without spaces."
                  .formatted(LENGTH_MIN)
              + " Draw one, for example with: openssl rand -hex 32");
    }
    this.value = value;
  }

  /** The value of the header {@code Authorization} (RFC 6750). */
  public String header() {
    return "Bearer " + value;
  }

  /** Compares in a time that does not depend on where a difference is. */
  public boolean isIn(@Nullable String header) {
    return header != null
        && MessageDigest.isEqual(
            header.getBytes(StandardCharsets.UTF_8), header().getBytes(StandardCharsets.UTF_8));
  }

  /** Not the secret. */
  @Override
  public String toString() {
    return "(secret)";
  }
}
