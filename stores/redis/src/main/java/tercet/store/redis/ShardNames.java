package tercet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;

/**
 * The names of a shard's data in Redis. All begin with the same hash tag, so Redis Cluster keeps
 * them on one server. A record's name ends with the digit of its kind and its id.
 */
final class ShardNames {
  /** Of the services, by their number. */
  private static final String LETTERS = "osp";

  private static final @Nullable RecordKind[] KINDS = kinds();

  private final ShardId shard;
  private final String text;
  private final byte[] prefix;
  private final byte[] state;
  private final byte[] wakes;
  private final byte[] buckets;

  /**
   * @param first the beginning of the names of all shards
   */
  ShardNames(String first, ShardId shard) {
    this(first, shard, LETTERS.charAt(shard.service().number()) + "" + shard.index());
  }

  private ShardNames(String first, ShardId shard, String tag) {
    this.shard = shard;
    this.text = first + "{" + tag + "}";
    this.prefix = text.getBytes(UTF_8);
    this.state = named("s");
    this.wakes = named("w");
    this.buckets = named("x");
  }

  /** Of what holds for all shards. */
  static ShardNames ofLayout(String first) {
    return new ShardNames(first, new ShardId(Service.ORDER, 0), "layout");
  }

  private static @Nullable RecordKind[] kinds() {
    @Nullable RecordKind[] byNumber = new RecordKind[1 << Byte.SIZE];
    for (RecordKind kind : RecordKind.values()) {
      byNumber['0' + kind.number()] = kind;
    }
    return byNumber;
  }

  ShardId shard() {
    return shard;
  }

  /** The beginning of all of them, as text. */
  String text() {
    return text;
  }

  /** The beginning of all of them. */
  byte[] prefix() {
    return prefix;
  }

  /** Of its {@link ShardState}. */
  byte[] state() {
    return state;
  }

  /** Of the sorted set of open records, by the time when they are to be woken. */
  byte[] wakes() {
    return wakes;
  }

  /** Of the sorted set of buckets of expiring records. */
  byte[] buckets() {
    return buckets;
  }

  /** Of the list of records that expire within a time. */
  byte[] bucket(long number) {
    return named("x" + number);
  }

  /** Of a record. */
  byte[] of(Key key) {
    return join(member(key));
  }

  /** Of a record, among those of its shard. */
  static byte[] member(Key key) {
    byte[] id = key.id().getBytes(UTF_8);
    byte[] member = new byte[id.length + 1];
    member[0] = (byte) ('0' + key.kind().number());
    System.arraycopy(id, 0, member, 1, id.length);
    return member;
  }

  /**
   * The key of a record.
   *
   * @param member its name among those of its shard
   * @throws IllegalArgumentException if it is none
   */
  Key read(byte[] member) {
    RecordKind kind = member.length == 0 ? null : KINDS[Byte.toUnsignedInt(member[0])];
    if (kind == null) {
      throw new IllegalArgumentException("no record has such a name");
    }
    return new Key(kind, shard, new String(member, 1, member.length - 1, UTF_8));
  }

  private byte[] named(String last) {
    return join(last.getBytes(UTF_8));
  }

  byte[] join(byte[] last) {
    byte[] name = Arrays.copyOf(prefix, prefix.length + last.length);
    System.arraycopy(last, 0, name, prefix.length, last.length);
    return name;
  }
}
