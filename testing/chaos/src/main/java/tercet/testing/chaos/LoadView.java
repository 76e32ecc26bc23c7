package tercet.testing.chaos;

/** Where a {@link Nemesis} acts: the time, and what it can see of the clients' load. */
interface LoadView {
  /** Seconds since the load has begun. */
  double now();

  /** Lets so many seconds pass. */
  void pause(double seconds);

  /** Whether a checkout that was asked for from this time on was acknowledged. */
  boolean soldFrom(double at);

  /** The load has ended, and nothing more will be seen. */
  boolean isOver();
}
