package tercet.testing.testbed.server;

/** An action at the end of this process, unless it ran before. Safe for threads. */
public final class AtExit {
  private final Thread hook;

  /**
   * From now on.
   *
   * @param name of the thread that does it
   */
  public AtExit(String name, Runnable last) {
    this.hook = new Thread(last, name);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** It need not be done any more. If this process ends already, it may be done all the same. */
  public void cancel() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // This process ends, and the hook runs, too.
    }
  }
}
