package tercet.runtime.broker;

/** A message for the broker. */
public final class Parcel {
  private final Recipient to;
  private final byte[] batch;

  /**
   * @param batch of envelopes, see {@link tercet.runtime.codec.EnvelopeBatch}; not to be changed
   *     any more
   */
  public Parcel(Recipient to, byte[] batch) {
    this.to = to;
    this.batch = batch;
  }

  public Recipient to() {
    return to;
  }

  /** The bytes themselves, no copy. */
  public byte[] batch() {
    return batch;
  }
}
