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
 * @param isQuarantined whether confirmed commits are lost, and a person has not accepted that yet
 */
record ShardState(
    long sequence,
    long nonce,
    long incarnation,
    Instant horizon,
    long bornAt,
    String server,
    boolean isQuarantined) {
  /** Where in the bytes the horizon is. */
  static final int HORIZON_OFFSET = 3 * Long.BYTES;

  private static final int SERVER_BYTES = 20;
  private static final int BYTES = 5 * Long.BYTES + SERVER_BYTES;

  /** More than the commits that a server can lose. */
  private static final long LEAP = 1L << 40;

  /** The expected state of a shard that has nothing yet. */
  private static final byte[] NOTHING = {};

  /** A byte follows only in quarantine, so versions that know none refuse such a state. */
  byte[] toBytes() {
    return ByteBuffer.allocate(isQuarantined ? BYTES + 1 : BYTES)
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
    boolean isQuarantined = bytes.length == BYTES + 1;
    if (bytes.length != BYTES && !isQuarantined) {
      throw new IllegalArgumentException(bytes.length + " bytes are no state of a shard");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new ShardState(
        buffer.getLong(),
        buffer.getLong(),
        buffer.getLong(),
        Instant.ofEpochMilli(buffer.getLong()),
        buffer.getLong(),
        HexFormat.of().formatHex(bytes, BYTES - SERVER_BYTES, BYTES),
        isQuarantined);
  }

  /** The bytes that the script compares. */
  static byte[] expected(@Nullable ShardState state) {
    return state == null ? NOTHING : state.toBytes();
  }

  /** After one more commit. */
  ShardState next(long newNonce) {
    return new ShardState(
        sequence + 1, newNonce, incarnation, horizon, bornAt, server, isQuarantined);
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
    boolean isQuarantined = last != null && last.isQuarantined;
    return new ShardState(
        sequence + 1, nonce, incarnation, horizon, sequence, server, isQuarantined);
  }

  /** The state after a commit that changes no record. */
  ShardState renewed(long newNonce) {
    return new ShardState(sequence, newNonce, incarnation, horizon, bornAt, server, isQuarantined);
  }

  /** The same in quarantine. */
  ShardState quarantined(long newNonce) {
    return new ShardState(sequence, newNonce, incarnation, horizon, bornAt, server, true);
  }

  /**
   * The state after a person has accepted the loss: a new incarnation, whose sequence is higher
   * than any that a process remembers from before.
   */
  ShardState accepted(long newIncarnation, long newNonce) {
    long leapt = sequence + LEAP;
    return new ShardState(leapt, newNonce, newIncarnation, horizon, leapt, server, false);
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

  /**
   * Whether no commit is lost, or a person has accepted that. A state of an earlier incarnation
   * says nothing about it: it may be a backup's.
   *
   * @param durable a state that was durable once
   */
  boolean isComplete(ShardState durable) {
    return incarnation >= durable.incarnation && !hasLost(durable);
  }
}
