package tercet.testing.simulator.world;

/**
 * A process dies here and now. An error, so that nothing under test catches it, just as nothing can
 * catch a power cut.
 */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash(String where) {
    super(where, null, false, false);
  }
}
