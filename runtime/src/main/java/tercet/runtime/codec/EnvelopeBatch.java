package tercet.runtime.codec;

import tercet.runtime.transport.Envelope;

/**
 * Envelopes that travel together, as bytes: the version of the frame; the number of header fields,
 * and each of them as its number, its size and its content; then, until the end, each envelope
 * after its size.
 *
 * <p>The frame version stands for this structure only. A version of Tercet that writes more header
 * fields, more fields of an envelope or new types of envelopes keeps the frame version: a reader
 * passes over header fields and trailing fields that it does not know, and drops an envelope of an
 * unknown type without the others.
 */
public final class EnvelopeBatch {
  /** Of a whole batch: a fraction of a second on any network, and cheap to refuse. */
  public static final int BYTES_MAX = 1 << 20;

  private static final int FRAME = 1;
  private static final int START_BYTES = 2;
  private static final int SIZE_BYTES_MAX = 5;

  private EnvelopeBatch() {}

  /** Hears what was found in a batch. */
  public interface Listener {
    /** One more envelope. */
    void envelope(Envelope envelope);

    /** One that means nothing to this version; the others are not affected. */
    void malformed(MalformedBytesException why);
  }

  /** Puts envelopes together. Not safe for threads. */
  public static final class Writer {
    private final ByteWriter batch = new ByteWriter(1 << 10);
    private final ByteWriter single = new ByteWriter(1 << 8);
    private int count;

    public Writer() {
      clear();
    }

    /** Begins another batch. */
    public void clear() {
      batch.clear();
      batch.writeByte(FRAME);
      batch.writeVarint(0); // header fields
      count = 0;
    }

    /** Envelopes in it. */
    public int count() {
      return count;
    }

    /**
     * Adds an envelope.
     *
     * @return false if there is no room left for it
     * @throws IllegalArgumentException if it has no bytes (see {@link EnvelopeCodec#write}), or
     *     more than a batch can have
     */
    public boolean add(Envelope envelope) {
      single.clear();
      EnvelopeCodec.write(single, envelope);
      int size = single.size() + SIZE_BYTES_MAX;
      if (size > BYTES_MAX - START_BYTES) {
        throw new IllegalArgumentException(
            "an envelope of %d bytes fits into no batch".formatted(single.size()));
      }
      if (size > BYTES_MAX - batch.size()) {
        return false;
      }
      batch.writeVarint(single.size());
      batch.writeAll(single);
      count++;
      return true;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
      return batch.toBytes();
    }
  }

  /**
   * Reads a batch.
   *
   * @throws MalformedBytesException if it is none, or has another frame version; what was heard
   *     until then is sound
   */
  public static void read(byte[] bytes, Listener listener) {
    if (bytes.length > BYTES_MAX) {
      throw new MalformedBytesException(
          "a batch has at most %d bytes, not %d".formatted(BYTES_MAX, bytes.length));
    }
    ByteReader reader = new ByteReader(bytes);
    int frame = reader.readByte();
    if (frame != FRAME) {
      throw new MalformedBytesException(
          ("The batch has frame version %d; this node reads frame version %d. Let all nodes run"
                  + " versions of Tercet that share a frame version.")
              .formatted(frame, FRAME));
    }
    int fields = reader.readCount();
    for (int field = 0; field < fields; field++) {
      reader.readByte(); // which field
      reader.skip(reader.readCount());
    }
    while (reader.remaining() > 0) {
      int size = reader.readCount();
      int start = reader.position();
      reader.skip(size);
      readOne(new ByteReader(bytes, start, start + size), listener);
    }
  }

  private static void readOne(ByteReader reader, Listener listener) {
    Envelope envelope;
    try {
      envelope = EnvelopeCodec.read(reader); // what is left are fields of a newer version
    } catch (MalformedBytesException malformed) {
      listener.malformed(malformed);
      return;
    }
    listener.envelope(envelope);
  }
}
