package tercet.judge.bench;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells how a run goes while it goes, from a thread of its own: a slow terminal must not look like
 * a slow shop.
 */
final class LiveLines implements Consumer<Interval>, AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final Interval END =
      new Interval(Double.NaN, 1, 0, 0, 0, new Latency(Double.NaN, Double.NaN, Double.NaN, 0, 0));

  private final double everySeconds;
  private final Consumer<String> progress;
  private final LinkedBlockingQueue<Interval> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private double saidUntil;

  LiveLines(Duration every, Consumer<String> progress) {
    this.everySeconds = every.toNanos() / NANOS_PER_SECOND;
    this.progress = progress;
    this.thread = Thread.ofPlatform().daemon().name("live-lines").start(this::sayAll);
  }

  @Override
  public void accept(Interval interval) {
    queue.add(interval);
  }

  private void sayAll() {
    try {
      long silence = Duration.ofSeconds(2).toMillis();
      while (true) {
        Interval interval = queue.poll(silence, TimeUnit.MILLISECONDS);
        if (interval == null) {
          progress.accept("         no answers");
        } else if (Double.isNaN(interval.start())) {
          return;
        } else if (interval.start() + interval.seconds() - saidUntil >= everySeconds * 0.99) {
          saidUntil = interval.start() + interval.seconds();
          progress.accept(line(interval));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String line(Interval interval) {
    Latency latency = interval.latency();
    String line =
        "%7.1f s  %,9.0f/s  p50 %8.2f  p99 %8.2f  p99.9 %8.2f ms"
            .formatted(
                interval.start() + interval.seconds(),
                interval.okPerSecond(),
                latency.p50(),
                latency.p99(),
                latency.p999());
    return line
        + (interval.refused() > 0 ? "  refused %,d".formatted(interval.refused()) : "")
        + (interval.failed() > 0 ? "  failed %,d".formatted(interval.failed()) : "");
  }

  /** Returns once everything is said. */
  @Override
  public void close() {
    queue.add(END);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
