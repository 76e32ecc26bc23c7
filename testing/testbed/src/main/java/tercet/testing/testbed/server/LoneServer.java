package tercet.testing.testbed.server;

/** A server that can be killed, halted and started again at the same port. */
public interface LoneServer {
  /** On loopback. */
  int port();

  /** Its latest process. */
  ServerProcess process();

  /** Starts it after it was ended, without waiting until it answers. */
  void launchAgain();

  /** Whether it can be used now. */
  boolean answers();

  /** Ends it as a power failure would. */
  default void kill() {
    process().kill();
  }

  /** Halts it where it is. */
  default void pause() {
    process().pause();
  }

  /** Lets it go on. */
  default void resume() {
    process().resume();
  }
}
