package tercet.store.redis;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The state of a shard, stored under a key of its own. Each commit compares all of it.
 *
 * @param sequence grows by one with each commit that changes records
 * @param nonce drawn for each commit, also for one that only proves that its server is the master
 * @param incarnation the incarnation of the data; grows when another server holds them, or the same
 *     one again after a restart
 * @param horizon records that expired at or before this time may be gone
 * @param bornAt the sequence when this incarnation began
 * @param server the replication id of the server that has held the data in this incarnation, 40 hex
 *     digits
 */
record ShardState(
    long sequence, long nonce, long incarnation, Instant horizon, long bornAt, String server) {
  /** Where in the bytes the horizon is. */
  static final int HORIZON_OFFSET = 3 * Long.BYTES;

  private static final int SERVER_BYTES = 20;
  private static final int BYTES = 5 * Long.BYTES + SERVER_BYTES;

  /** The expected state of a shard that has nothing yet. */
  private static final byte[] NOTHING = {};

  byte[] toBytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(sequence)
        .putLong(nonce)
        .putLong(incarnation)
        .putLong(horizon.toEpochMilli())
        .putLong(bornAt)
        .put(HexFormat.of().parseHex(server))
        .array();
  }

  /**
   * The state that such bytes mean.
   *
   * @throws IllegalArgumentException if they are none
   */
  static ShardState read(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(bytes.length + " bytes are no state of a shard");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new ShardState(
        buffer.getLong(),
        buffer.getLong(),
        buffer.getLong(),
        Instant.ofEpochMilli(buffer.getLong()),
        buffer.getLong(),
        HexFormat.of().formatHex(bytes, BYTES - SERVER_BYTES, BYTES));
  }

  /** The bytes that the script compares. */
  static byte[] expected(@Nullable ShardState state) {
    return state == null ? NOTHING : state.toBytes();
  }

  /** After one more commit. */
  ShardState next(long newNonce) {
    return new ShardState(sequence + 1, newNonce, incarnation, horizon, bornAt, server);
  }

  /**
   * The first state after another server has taken over.
   *
   * @param last the last state on that server; null if it has none
   */
  static ShardState ofNewLife(
      @Nullable ShardState last, long incarnation, String server, long nonce) {
    long sequence = last == null ? 0 : last.sequence;
    Instant horizon = last == null ? Instant.EPOCH : last.horizon;
    return new ShardState(sequence + 1, nonce, incarnation, horizon, sequence, server);
  }

  /** The state after a commit that changes no record. */
  ShardState renewed(long newNonce) {
    return new ShardState(sequence, newNonce, incarnation, horizon, bornAt, server);
  }

  /** Whether the records are the same in both. */
  boolean hasRecordsOf(ShardState other) {
    return sequence == other.sequence && incarnation == other.incarnation;
  }

  /** Whether commits are lost, if another state was durable once. */
  boolean hasLost(ShardState durable) {
    return incarnation == durable.incarnation
        ? sequence < durable.sequence
        : incarnation > durable.incarnation && bornAt < durable.sequence;
  }
}
