package tercet.testing.simulator.swarm;

import java.util.Locale;

/**
 * The kinds of fault.
 *
 * <p>Each has a rate, drawn anew by every seed and often zero: a probability per opportunity, or
 * for those that come by themselves, a number per second of virtual time.
 */
public enum Fault {
  /** A message does not arrive. Per message. */
  LOSS(0.3),
  /** A message arrives twice or three times. Per message. */
  DUPLICATION(0.3),
  /** A message is late, often by more than its lifetime. Per message. */
  DELAY(0.2),
  /** A message overtakes another one of the same two nodes. Per message. */
  REORDERING(1),
  /** A message that finds its mailbox full is dropped rather than brought again. Per message. */
  FULL_MAILBOX(1),
  /** A client's connection breaks, before or after its request is handled. Per request. */
  CONNECTION_LOST(0.15),
  /** One node's messages to some others are lost for a while. Per second. */
  ONE_WAY_PARTITION(1),
  /** Nodes fall into two groups that do not hear each other for a while. Per second. */
  TWO_WAY_PARTITION(1),
  /** A node dies at any time. Per second. */
  CRASH(1.5),
  /** A node dies instead of committing. Per commit. */
  CRASH_BEFORE_COMMIT(0.02),
  /** A node dies after a commit, before anything is sent. Per commit. */
  CRASH_AFTER_COMMIT(0.02),
  /** A node dies when it has sent a part of a commit's messages. Per message or reply. */
  CRASH_BETWEEN_SENDS(0.01),
  /** A commit fails and has no effect. Per commit. */
  COMMIT_FAILED(0.02),
  /** A commit fails but has its effect. Per commit. */
  COMMIT_ANSWER_LOST(0.02),
  /** A record, or the open records of a shard, cannot be read. Per read. */
  READ_FAILED(0.002),
  /** Another node changed a record that was read, so the batch is decided again. Per commit. */
  CONFLICT(0.5),
  /** A commit takes long, and all others go on. Per commit. */
  STALL(0.2),
  /** A node does nothing for a while. Per second. */
  PAUSE(1),
  /** A clock jumps, forwards or backwards. Per second. */
  CLOCK_JUMP(2),
  /** Another node takes over the shards of a dead node. Per crash. */
  ORPHAN_RECOVERY(1),
  /** A node that is alive is taken for dead, and others take over its shards. Per second. */
  FALSE_ALARM(1),
  /** A store drops expired records, on and off. Per second. */
  EXPIRY(5),
  /** A process stands still between its clock and what it reads. Per run of a decision. */
  SLOW_READ(0.1),
  /** Others are faster too often, so a store that servers share gives up a batch. Per commit. */
  CONTENTION(0.1),
  /** The answer to a commit is lost while it is under way: it lands or fails later. Per commit. */
  LATE_COMMIT(0.02),
  /** A store that servers share does not answer for a while. Per second. */
  STORE_OUTAGE(0.4),
  /** A scan fails when it has shown some of the open records. Per scan. */
  BROKEN_SCAN(0.3),
  /** A scan takes long, and misses commits of others meanwhile. Per scan. */
  SLOW_SCAN(0.3),
  /** A clock jumps by more than is allowed, by up to a minute. Per second. */
  CLOCK_BEYOND_SKEW(1),
  /** When all else is over, a node dies that a checkout needs. Per seed. */
  PARTICIPANT_DOWN(1),
  /**
   * Another server takes over a store or one of its shards. One that replicates asynchronously has
   * lost its last commits, and some nodes talk to the deposed one for a while. Per second.
   */
  FAILOVER(6),
  /** A backup that was made shortly before is put back, while its nodes are down. Per second. */
  RESTORED_BACKUP(1),
  /** An operator aborts a transaction, or wakes an open record before its time. Per second. */
  OPERATOR(50);

  private final double rateMax;

  Fault(double rateMax) {
    this.rateMax = rateMax;
  }

  /** The highest rate that is drawn. */
  double rateMax() {
    return rateMax;
  }

  /** Its name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
