package tercet.testing.simulator.world;

import java.time.Instant;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Virtual time and its future events, one after the other on one thread. Time is counted in
 * milliseconds from the start of the simulation; nothing here looks at a real clock.
 */
public final class World {
  /** The time of a clock without error at time 0. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** More than any world that rested: a crowd before a small mailbox had over five million. */
  public static final long EVENTS_MAX = 20_000_000;

  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private final SplittableRandom ties;
  private final Trace trace;
  private final long eventsMax;
  private long now;
  private long numbers;
  private long digest;

  /**
   * @param eventsMax after which a world that does not rest never will
   */
  public World(SplittableRandom random, Trace trace, long eventsMax) {
    this.ties = random;
    this.trace = trace;
    this.eventsMax = eventsMax;
  }

  /**
   * @param tie orders events of the same time, by chance
   */
  private record Event(long at, int tie, long number, Runnable action)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      int byTie = byTime == 0 ? Integer.compare(tie, other.tie) : byTime;
      return byTie == 0 ? Long.compare(number, other.number) : byTie;
    }
  }

  /** Milliseconds since the start. */
  public long now() {
    return now;
  }

  /** The time of a clock without error now. */
  public Instant instant() {
    return START.plusMillis(now);
  }

  public Trace trace() {
    return trace;
  }

  /** Writes to the trace, if there is one. */
  public void note(String who, String what) {
    trace.line(now, who, what);
  }

  /**
   * Lets something happen.
   *
   * @param at milliseconds since the start; at once if that is over
   */
  public void at(long at, Runnable action) {
    queue.add(new Event(Math.max(at, now), ties.nextInt(), numbers++, action));
  }

  /** Lets something happen later. */
  public void after(long millis, Runnable action) {
    at(now + millis, action);
  }

  /**
   * Lets the next thing happen.
   *
   * @return false if nothing is left to happen
   */
  public boolean step() {
    Event event = queue.poll();
    if (event == null) {
      return false;
    }
    now = Math.max(now, event.at());
    digest = (digest * 31 + event.number()) * 31 + now;
    if (numbers > eventsMax) {
      throw new Violation("the world never comes to rest: " + eventsMax + " events");
    }
    event.action().run();
    return true;
  }

  /** Lets time pass for all but the caller, which goes on when it is over. */
  public void pass(long millis) {
    long end = now + millis;
    Event next = queue.peek();
    while (next != null && next.at() <= end) {
      step();
      next = queue.peek();
    }
    now = Math.max(now, end);
  }

  /** The same for the same seed: which event came when. */
  public long digest() {
    return digest;
  }
}
