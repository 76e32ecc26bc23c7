package tercet.testing.verifier.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The times when checkouts of a run were acknowledged, to {@value #STEP_MILLIS} ms: intervals of a
 * second would hide how long no client could buy. Times are seconds since the beginning of the run.
 * Safe for threads.
 */
public final class Successes {
  static final int STEP_MILLIS = 10;
  private static final long STEP_NANOS = Duration.ofMillis(STEP_MILLIS).toNanos();
  private static final double STEP_SECONDS = STEP_MILLIS / 1e3;
  private static final int STEPS_AT_FIRST = 1 << 14;
  private static final int NEVER = Integer.MAX_VALUE;
  private static final double NANOS_PER_SECOND = 1e9;

  /** Half a second each, so that an unforeseen one does not count much. */
  private static final int PIECES_PER_SECOND = 2;

  /** How many ended in each step. */
  private int[] ended = new int[STEPS_AT_FIRST];

  /** For each step the first at which something that began in it ended. */
  private int[] firstEnds = never(STEPS_AT_FIRST);

  private boolean begun;
  private long beginNanos;

  Successes() {}

  /**
   * A time without success.
   *
   * @param from of the last success before it, or the beginning of the range
   * @param to of the first success after it, or the end of the range
   */
  public record Gap(double from, double to) {
    public double seconds() {
      return to - from;
    }
  }

  /**
   * The first call begins the run; later ones change nothing.
   *
   * @param now by the clock of {@link System#nanoTime}, as all of this class in nanoseconds
   */
  synchronized void begin(long now) {
    if (!begun) {
      begun = true;
      beginNanos = now;
    }
  }

  synchronized void add(long startNanos, long endNanos) {
    int start = step(startNanos);
    int end = step(endNanos);
    while (end >= ended.length) {
      int length = ended.length;
      ended = Arrays.copyOf(ended, length * 2);
      firstEnds = Arrays.copyOf(firstEnds, length * 2);
      Arrays.fill(firstEnds, length, length * 2, NEVER);
    }
    ended[end]++;
    firstEnds[start] = Math.min(firstEnds[start], end);
  }

  public synchronized boolean hasBegun() {
    return begun;
  }

  /** The time by this run's clock. */
  public synchronized double now() {
    return (System.nanoTime() - beginNanos) / NANOS_PER_SECOND;
  }

  /**
   * When the first one that was asked for from {@code at} on was acknowledged; NaN if none was. A
   * checkout that began before and was answered after does not count: it says nothing about the
   * shop's present state.
   */
  public synchronized double firstAskedFrom(double at) {
    int first = NEVER;
    for (int i = stepAt(at) + 1; i < firstEnds.length && i <= first; i++) {
      first = Math.min(first, firstEnds[i]);
    }
    return first == NEVER ? Double.NaN : first * STEP_SECONDS;
  }

  /** The longest time without any success; its length is 0 if there is one in every step. */
  public synchronized Gap longestGap(double from, double to) {
    Gap longest = new Gap(from, from);
    double since = from;
    int last = Math.min(stepAt(to), ended.length - 1);
    for (int i = stepAt(from); i <= last; i++) {
      if (ended[i] > 0) {
        double at = Math.max(from, i * STEP_SECONDS);
        longest = longer(longest, new Gap(since, at));
        since = Math.max(from, (i + 1) * STEP_SECONDS);
      }
    }
    return longer(longest, new Gap(since, Math.max(since, to)));
  }

  private static Gap longer(Gap one, Gap other) {
    return other.seconds() > one.seconds() ? other : one;
  }

  /** Per second. */
  public synchronized double rate(double from, double to) {
    int first = stepAt(from);
    int end = Math.clamp(stepAt(to), first, ended.length);
    long count = 0;
    for (int i = first; i < end; i++) {
      count += ended[i];
    }
    return count / ((stepAt(to) - first) * STEP_SECONDS);
  }

  /** The median of the rates of the half seconds in these; NaN if there is none. */
  public double medianRate(double from, double to) {
    int pieces = (int) Math.floor((to - from) * PIECES_PER_SECOND);
    DoubleStream.Builder rates = DoubleStream.builder();
    for (int i = 0; i < pieces; i++) {
      double start = to - (i + 1.0) / PIECES_PER_SECOND;
      rates.add(rate(start, start + 1.0 / PIECES_PER_SECOND));
    }
    return pieces == 0 ? Double.NaN : Median.of(rates.build());
  }

  private int step(long nanos) {
    return (int) Math.max(0, (nanos - beginNanos) / STEP_NANOS);
  }

  private static int stepAt(double seconds) {
    return (int) Math.max(0, Math.floor(seconds / STEP_SECONDS + 1e-6));
  }

  private static int[] never(int length) {
    int[] steps = new int[length];
    Arrays.fill(steps, NEVER);
    return steps;
  }
}
