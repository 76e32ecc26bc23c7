package tercet.store.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;

/**
 * {@link Key} as bytes: service, shard, kind, id. So the records of a shard are neighbours in the
 * index: records that a lane reads together lie together, and lanes do not meet. Bytes rather than
 * text, because an id may be any text, also one that PostgreSQL's text cannot hold.
 */
final class KeyBytes {
  private static final int PREFIX = 4;
  private static final int SHARDS_MAX = 1 << Short.SIZE;
  private static final @Nullable Service[] SERVICES = services();
  private static final @Nullable RecordKind[] KINDS = kinds();

  private KeyBytes() {}

  private static @Nullable Service[] services() {
    @Nullable Service[] byNumber = new Service[1 << Byte.SIZE];
    for (Service service : Service.values()) {
      byNumber[service.number()] = service;
    }
    return byNumber;
  }

  private static @Nullable RecordKind[] kinds() {
    @Nullable RecordKind[] byNumber = new RecordKind[1 << Byte.SIZE];
    for (RecordKind kind : RecordKind.values()) {
      byNumber[kind.number()] = kind;
    }
    return byNumber;
  }

  static byte[] of(Key key) {
    byte[] id = key.id().getBytes(UTF_8);
    byte[] bytes = Arrays.copyOf(prefix(key.shard(), key.kind().number()), PREFIX + id.length);
    System.arraycopy(id, 0, bytes, PREFIX, id.length);
    return bytes;
  }

  /** The smallest key that a shard may have. */
  static byte[] first(ShardId shard) {
    return prefix(shard, 0);
  }

  /** Above every key of a shard. */
  static byte[] end(ShardId shard) {
    return prefix(shard, 0xff);
  }

  /** Above every key of a kind in a shard. */
  static byte[] end(ShardId shard, RecordKind kind) {
    return prefix(shard, kind.number() + 1);
  }

  private static byte[] prefix(ShardId shard, int kind) {
    if (shard.index() >= SHARDS_MAX) {
      throw new IllegalArgumentException("no bytes are defined for " + shard);
    }
    return ByteBuffer.allocate(PREFIX)
        .put((byte) shard.service().number())
        .putShort((short) shard.index())
        .put((byte) kind)
        .array();
  }

  /**
   * Reads a key.
   *
   * @throws IllegalArgumentException if it is none, or of a kind that only a newer version knows
   */
  static Key read(byte[] bytes) {
    if (bytes.length < PREFIX) {
      throw new IllegalArgumentException("no key has %d bytes".formatted(bytes.length));
    }
    ByteBuffer prefix = ByteBuffer.wrap(bytes);
    int serviceNumber = Byte.toUnsignedInt(prefix.get());
    int index = Short.toUnsignedInt(prefix.getShort());
    int kindNumber = Byte.toUnsignedInt(prefix.get());
    Service service = SERVICES[serviceNumber];
    RecordKind kind = KINDS[kindNumber];
    if (service == null || kind == null) {
      throw new IllegalArgumentException(
          "there is no service %d or no kind of record %d".formatted(serviceNumber, kindNumber));
    }
    return new Key(
        kind, new ShardId(service, index), new String(bytes, PREFIX, bytes.length - PREFIX, UTF_8));
  }
}
