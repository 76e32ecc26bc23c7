package tercet.testing.verifier.bench;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells how a run goes while it goes, from a thread of its own: a slow terminal must not look like
 * a slow shop.
 */
final class LiveLines implements Consumer<Interval>, AutoCloseable {
  private static final Duration SILENCE = Duration.ofSeconds(3);

  /** An interval may be shorter by a hair than the time after which something is to be said. */
  private static final double TOLERANCE = 0.99;

  private static final double NANOS_PER_SECOND = 1e9;

  private final double everySeconds;
  private final Consumer<String> progress;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("live-lines").factory());
  private double saidUntil;
  private long ok;
  private long refused;
  private long failed;
  private boolean heard = true;

  LiveLines(Duration every, Consumer<String> progress) {
    this.everySeconds = every.toNanos() / NANOS_PER_SECOND;
    this.progress = progress;
    long millis = SILENCE.toMillis();
    var _ = thread.scheduleAtFixedRate(this::noticeSilence, millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void accept(Interval interval) {
    thread.execute(() -> say(interval));
  }

  private void say(Interval interval) {
    heard = true;
    double end = interval.start() + interval.seconds();
    ok += interval.ok();
    refused += interval.refused();
    failed += interval.failed();
    if (end - saidUntil >= everySeconds * TOLERANCE) {
      // Counts are of all pieces since the last line; percentiles, which do not add up, of the
      // last.
      progress.accept(
          line(new Interval(saidUntil, end - saidUntil, ok, refused, failed, interval.latency())));
      saidUntil = end;
      ok = 0;
      refused = 0;
      failed = 0;
    }
  }

  private void noticeSilence() {
    if (!heard) {
      progress.accept("          no answers since second %.1f".formatted(saidUntil));
    }
    heard = false;
  }

  private static String line(Interval interval) {
    Latency latency = interval.latency();
    String latencies =
        Double.isNaN(latency.p50())
            ? "no answers"
            : "p50 %8.2f  p99 %8.2f  p99.9 %8.2f ms"
                .formatted(latency.p50(), latency.p99(), latency.p999());
    String line =
        "%7.1f s  %,9.0f/s  %s"
            .formatted(interval.start() + interval.seconds(), interval.okPerSecond(), latencies);
    return line
        + (interval.refused() > 0 ? "  refused %,d".formatted(interval.refused()) : "")
        + (interval.failed() > 0 ? "  failed %,d".formatted(interval.failed()) : "");
  }

  /** Returns once everything is said. */
  @Override
  public void close() {
    thread.close();
  }
}
