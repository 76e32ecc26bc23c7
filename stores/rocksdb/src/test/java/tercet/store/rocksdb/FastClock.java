package tercet.store.rocksdb;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that runs many times faster than time, in whole milliseconds. */
final class FastClock implements InstantSource {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long start = System.nanoTime();
  private final long base = System.currentTimeMillis();
  private final int times;

  FastClock(int times) {
    this.times = times;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(base + (System.nanoTime() - start) / NANOS_PER_MILLI * times);
  }
}
