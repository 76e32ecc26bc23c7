package tercet.testing.verifier.shop;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Tells a person how far a long reading is, a line every few seconds. A reading that ends earlier
 * says nothing.
 *
 * @param every least time between two lines
 * @param lines hears each
 */
record ReadProgress(Duration every, Consumer<String> lines) {
  static final ReadProgress NONE = new ReadProgress(Duration.ofDays(1), _ -> {});

  /**
   * Begins a reading.
   *
   * @param what is read, in the plural
   * @param total number of records
   */
  Reading of(String what, int total) {
    return new Reading(what, total);
  }

  /** One reading. For one thread. */
  final class Reading {
    private final String what;
    private final int total;
    private int done;
    private long saidAt = System.nanoTime();

    private Reading(String what, int total) {
      this.what = what;
      this.total = total;
    }

    /** One more record is known. */
    void advance() {
      done++;
      long now = System.nanoTime();
      if (now - saidAt >= every.toNanos()) {
        saidAt = now;
        lines.accept("  read %,d of %,d %s".formatted(done, total, what));
      }
    }
  }
}
