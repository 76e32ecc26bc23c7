package tercet.runtime.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
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
  /** Bytes of a whole batch: a fraction of a second on any network, and cheap to refuse. */
  public static final int BYTES_MAX = 1 << 20;

  private static final int FRAME = 1;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** When the batch was sent by the sender's clock, in milliseconds since 1970, as eight bytes. */
  private static final int FIELD_CLOCK = 1;

  /** The name of the node that sent it, as UTF-8. */
  private static final int FIELD_SENDER = 2;

  /** Frame version, number of fields, then number and size of the first one. */
  private static final int CLOCK_AT = 4;

  private static final int SIZE_BYTES_MAX = 5;

  private EnvelopeBatch() {}

  /** Hears the content of a batch. */
  public interface Listener {
    /**
     * Who has sent it, and when by the sender's own clock; told first, if the batch says so.
     *
     * @param atMillis since 1970
     */
    default void sent(String sender, long atMillis) {}

    /** One more envelope. */
    void envelope(Envelope envelope);

    /** An envelope that this version cannot read; the others are not affected. */
    void malformed(MalformedBytesException why);
  }

  /** Puts envelopes together. Not safe for threads. */
  public static final class Writer {
    private final ByteWriter batch = new ByteWriter(1 << 10);
    private final ByteWriter single = new ByteWriter(1 << 8);
    private final @Nullable String sender;
    private final InstantSource clock;
    private int startBytes;
    private int count;

    /** For batches without a sender. */
    public Writer() {
      this(null, InstantSource.system());
    }

    /**
     * For batches with a sender and a time.
     *
     * @param sender name of this node, or null
     * @param clock of this node
     */
    public Writer(@Nullable String sender, InstantSource clock) {
      this.sender = sender;
      this.clock = clock;
      clear();
    }

    /** Begins another batch. */
    public void clear() {
      batch.clear();
      batch.writeByte(FRAME);
      String name = sender;
      if (name == null) {
        batch.writeVarint(0); // header fields
      } else {
        batch.writeVarint(2);
        batch.writeByte(FIELD_CLOCK);
        batch.writeVarint(Long.BYTES);
        batch.writeFixed(0); // see toBytes
        batch.writeByte(FIELD_SENDER);
        batch.writeString(name);
      }
      startBytes = batch.size();
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
      if (size > BYTES_MAX - startBytes) {
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

    /** A copy of the batch, to be sent now: the clock is read here. */
    public byte[] toBytes() {
      byte[] bytes = batch.toBytes();
      if (sender != null) {
        LONG.set(bytes, CLOCK_AT, clock.millis());
      }
      return bytes;
    }
  }

  /**
   * Reads a batch.
   *
   * @throws MalformedBytesException if it is none, or has another frame version; content before
   *     that is sound
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
    readHeader(reader, listener);
    while (reader.remaining() > 0) {
      int size = reader.readCount();
      int start = reader.position();
      reader.skip(size);
      readOne(new ByteReader(bytes, start, start + size), listener);
    }
  }

  private static void readHeader(ByteReader reader, Listener listener) {
    String sender = null;
    Long sentMillis = null;
    int fields = reader.readCount();
    for (int field = 0; field < fields; field++) {
      int number = reader.readByte();
      int size = reader.readCount();
      if (number == FIELD_CLOCK) {
        sentMillis = reader.readWithin(size, ByteReader::readFixed);
      } else if (number == FIELD_SENDER) {
        sender = reader.readWithin(size, within -> within.readText(size));
      } else {
        reader.skip(size); // of a newer version
      }
    }
    if (sender != null && sentMillis != null) {
      listener.sent(sender, sentMillis);
    }
  }

  private static void readOne(ByteReader reader, Listener listener) {
    Envelope envelope;
    try {
      envelope = EnvelopeCodec.read(reader); // the rest are fields of a newer version
    } catch (MalformedBytesException malformed) {
      listener.malformed(malformed);
      return;
    }
    listener.envelope(envelope);
  }
}
