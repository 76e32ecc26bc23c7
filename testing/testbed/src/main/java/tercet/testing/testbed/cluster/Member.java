package tercet.testing.testbed.cluster;

import java.util.Set;

/**
 * A process of a cluster, or a server with its children, and the faults that it can be made to
 * suffer. Not safe for threads: one nemesis at a time.
 */
public interface Member {
  /** Unique within the cluster, for example {@code order-1}. */
  String name();

  /**
   * Its present roles, the words that a fault may name: {@code gateway}, {@code order}, {@code
   * stock}, {@code payment}, {@code proxy}, {@code broker}, {@code database}, and of databases also
   * {@code primary}, {@code standby}, {@code master}, {@code replica} or {@code sentinel}. May
   * change: a standby becomes the primary.
   */
  Set<String> roles();

  /** Its present condition. */
  Condition condition();

  /** Whether a member does its work. */
  enum Condition {
    RUNNING,
    /** Halted: connections stay open, and no request gets an answer. */
    PAUSED,
    /** It runs, and no message from it arrives. */
    ISOLATED,
    /** Its processes are gone. */
    DEAD
  }

  /** Ends it as kill -9 does, also if it is stopped. */
  void kill();

  /** Halts a running member where it is. */
  void pause();

  /** Lets a paused one go on. */
  void resume();

  /** Whether this machine allows {@link #isolate}, and this member supports it. */
  boolean canBeIsolated();

  /** Cuts a running member off from all others, and from clients. */
  void isolate();

  /** Ends the isolation. */
  void rejoin();

  /**
   * Starts a dead one again with what it had on disk, as an operator or a supervisor would, and
   * returns as soon as it has been started; see {@link #isReady}.
   */
  void restart();

  /** Whether it does its work again, as far as it says so itself. False unless it is running. */
  boolean isReady();
}
