package tercet.runtime.broker;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A message for the broker. The {@link Broker} says once whether the broker has taken it; what it
 * says later has no effect. Safe for threads.
 */
public final class Parcel {
  private final Recipient to;
  private final byte[] batch;
  private final Outcome outcome;
  private final AtomicBoolean told = new AtomicBoolean();

  /** Hears what becomes of a message, once, on any thread; returns at once. */
  public interface Outcome {
    /** The broker has taken it. */
    void taken();

    /** The broker may not have taken it; the reason is a sentence for the operator. */
    void failed(IOException why);
  }

  /**
   * @param batch of envelopes, see {@link tercet.runtime.codec.EnvelopeBatch}; not to be changed
   *     any more
   */
  public Parcel(Recipient to, byte[] batch, Outcome outcome) {
    this.to = to;
    this.batch = batch;
    this.outcome = outcome;
  }

  public Recipient to() {
    return to;
  }

  /** The bytes themselves, no copy. */
  public byte[] batch() {
    return batch;
  }

  /** The broker has taken it. */
  public void taken() {
    if (told.compareAndSet(false, true)) {
      outcome.taken();
    }
  }

  /** The broker may not have taken it. */
  public void failed(IOException why) {
    if (told.compareAndSet(false, true)) {
      outcome.failed(why);
    }
  }
}
