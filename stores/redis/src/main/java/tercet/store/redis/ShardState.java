package tercet.store.redis;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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
 * @param earlier the incarnations before this one, the last few of them, in their order: a node
 *     that stood still meanwhile finds in which of them its commits were lost
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
    List<Life> earlier,
    String server,
    boolean isQuarantined) {
  /** Where in the bytes the horizon is. */
  static final int HORIZON_OFFSET = 3 * Long.BYTES;

  private static final int SERVER_BYTES = 20;
  private static final int BYTES = 5 * Long.BYTES + SERVER_BYTES;
  private static final int LIFE_BYTES = 2 * Long.BYTES;

  /** Of {@link #earlier}. Each commit sends and writes them all. */
  private static final int EARLIER_MAX = 8;

  /** More than the commits that a server can lose. */
  private static final long LEAP = 1L << 40;

  /** The expected state of a shard that has nothing yet. */
  private static final byte[] NOTHING = {};

  /**
   * An incarnation that has ended.
   *
   * @param bornAt the sequence when it began
   */
  record Life(long incarnation, long bornAt) {}

  ShardState {
    earlier = List.copyOf(earlier);
  }

  /**
   * A byte follows in quarantine, so versions that know none refuse such a state. Before earlier
   * incarnations it says whether there is one.
   */
  byte[] toBytes() {
    boolean isLonger = isQuarantined || !earlier.isEmpty();
    ByteBuffer buffer =
        ByteBuffer.allocate((isLonger ? BYTES + 1 : BYTES) + earlier.size() * LIFE_BYTES)
            .putLong(sequence)
            .putLong(nonce)
            .putLong(incarnation)
            .putLong(horizon.toEpochMilli())
            .putLong(bornAt)
            .put(HexFormat.of().parseHex(server));
    if (!earlier.isEmpty()) {
      buffer.put((byte) (isQuarantined ? 1 : 0));
      earlier.forEach(life -> buffer.putLong(life.incarnation).putLong(life.bornAt));
    }
    return buffer.array();
  }

  /**
   * The state that such bytes mean.
   *
   * @throws IllegalArgumentException if they are none
   */
  static ShardState read(byte[] bytes) {
    int more = bytes.length - BYTES;
    if (more != 0 && (more < 1 || (more - 1) % LIFE_BYTES != 0)) {
      throw new IllegalArgumentException(bytes.length + " bytes are no state of a shard");
    }
    boolean isQuarantined = more == 1 || (more > 1 && bytes[BYTES] != 0);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new ShardState(
        buffer.getLong(),
        buffer.getLong(),
        buffer.getLong(),
        Instant.ofEpochMilli(buffer.getLong()),
        buffer.getLong(),
        earlier(bytes),
        HexFormat.of().formatHex(bytes, BYTES - SERVER_BYTES, BYTES),
        isQuarantined);
  }

  private static List<Life> earlier(byte[] bytes) {
    List<Life> lives = new ArrayList<>();
    for (int at = BYTES + 1; at < bytes.length; at += LIFE_BYTES) {
      ByteBuffer life = ByteBuffer.wrap(bytes, at, LIFE_BYTES);
      lives.add(new Life(life.getLong(), life.getLong()));
    }
    return lives;
  }

  /** The bytes that the script compares. */
  static byte[] expected(@Nullable ShardState state) {
    return state == null ? NOTHING : state.toBytes();
  }

  /** After one more commit. */
  ShardState next(long newNonce) {
    return with(sequence + 1, newNonce, isQuarantined);
  }

  private ShardState with(long newSequence, long newNonce, boolean quarantine) {
    return new ShardState(
        newSequence, newNonce, incarnation, horizon, bornAt, earlier, server, quarantine);
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
    List<Life> earlier = last == null ? List.of() : last.livesSoFar();
    return new ShardState(
        sequence + 1, nonce, incarnation, horizon, sequence, earlier, server, isQuarantined);
  }

  private List<Life> livesSoFar() {
    List<Life> lives = new ArrayList<>(earlier);
    lives.add(new Life(incarnation, bornAt));
    return lives.subList(Math.max(0, lives.size() - EARLIER_MAX), lives.size());
  }

  /** The state after a commit that changes no record. */
  ShardState renewed(long newNonce) {
    return with(sequence, newNonce, isQuarantined);
  }

  /** The same in quarantine. */
  ShardState quarantined(long newNonce) {
    return with(sequence, newNonce, true);
  }

  /**
   * The state after a person has accepted the loss: a new incarnation, whose sequence is higher
   * than any that a process remembers from before. Those before it tell of what was accepted.
   */
  ShardState accepted(long newIncarnation, long newNonce) {
    long leapt = sequence + LEAP;
    return new ShardState(
        leapt, newNonce, newIncarnation, horizon, leapt, List.of(), server, false);
  }

  /** Whether the records are the same in both. */
  boolean hasRecordsOf(ShardState other) {
    return sequence == other.sequence && incarnation == other.incarnation;
  }

  /** Whether commits are lost, if another state was durable once. */
  boolean hasLost(ShardState durable) {
    return incarnation == durable.incarnation
        ? sequence < durable.sequence
        : incarnation > durable.incarnation && lowestBirthAfter(durable) < durable.sequence;
  }

  /** The lowest sequence with which an incarnation began after that of a state. */
  long lowestBirthAfter(ShardState state) {
    return earlier.stream()
        .filter(life -> life.incarnation > state.incarnation)
        .mapToLong(Life::bornAt)
        .reduce(bornAt, Math::min);
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
