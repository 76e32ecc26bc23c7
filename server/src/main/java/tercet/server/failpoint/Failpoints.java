package tercet.server.failpoint;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tercet.runtime.store.Store;
import tercet.runtime.transport.Transport;

/** Puts a point at which a node ends, and delays of messages, around what the node uses. */
public final class Failpoints {
  private final @Nullable Failpoint point;
  private final Duration messageDelay;

  /**
   * @param haltAt the point as {@link Failpoint} reads it; null for none
   * @param messageDelay up to which each message is delayed at random
   */
  public Failpoints(@Nullable String haltAt, Duration messageDelay) {
    this.point = haltAt == null ? null : Failpoint.parse(haltAt);
    this.messageDelay = messageDelay;
  }

  public Transport around(Transport bare) {
    Transport delaying = messageDelay.isZero() ? bare : new DelayingTransport(bare, messageDelay);
    return point == null ? delaying : new HaltingTransport(delaying, point);
  }

  public Store around(Store store) {
    return point == null ? store : new HaltingStore(store, point);
  }
}
