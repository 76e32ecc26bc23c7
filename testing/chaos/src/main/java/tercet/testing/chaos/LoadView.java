package tercet.testing.chaos;

/** A {@link Nemesis}'s view of the clients' load: its time, and its acknowledged checkouts. */
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
