package tercet.testing.simulator.world;

import java.time.Instant;
import java.util.Collection;
import tercet.kernel.decision.Input;
import tercet.kernel.id.ShardId;
import tercet.runtime.mailbox.Lane;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.StoreUnavailableException;

/** Drives a lane by events, as a thread does in production. */
final class LaneDriver {
  /** As in production: the longest time without a look at the timers, in case the clock jumps. */
  private static final long POLL_AT_LEAST_EVERY_MILLIS = 500;

  private static final long NEVER = Long.MAX_VALUE;

  private final World world;
  private final Server server;
  private final int life;
  private final Lane lane;
  private long due = NEVER;
  private boolean stepping;

  LaneDriver(World world, Server server, Lane lane) {
    this.world = world;
    this.server = server;
    this.life = server.life();
    this.lane = lane;
  }

  /**
   * @return false if the mailbox is full
   */
  boolean offer(Input input) {
    boolean taken = lane.offer(input);
    if (!stepping) {
      stepWithin(server.stepDelay());
    }
    return taken;
  }

  /** Shards can be reached again. */
  void returned(Collection<ShardId> shards) {
    lane.returned(shards);
    if (!stepping) {
      stepWithin(server.stepDelay());
    }
  }

  /** Finds what is open, and looks at it. */
  void recover() {
    stepping = true;
    guarded(lane::recover);
    stepping = false;
    if (server.lives(life)) {
      schedule();
    }
  }

  private void stepWithin(long millis) {
    long at = world.now() + millis;
    if (at < due) {
      due = at;
      world.at(at, () -> stepIfDue(at));
    }
  }

  private void stepIfDue(long at) {
    if (at != due || stepping || !server.lives(life)) {
      return;
    }
    due = NEVER;
    if (server.pausedFor() > 0) {
      stepWithin(server.pausedFor());
      return;
    }
    stepping = true;
    guarded(lane::step);
    stepping = false;
    if (server.lives(life)) {
      schedule();
    }
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (Crash crash) {
      server.die(life, "dies " + crash.getMessage());
    } catch (StoreFailedException | StoreUnavailableException e) {
      server.die(life, "stops: " + e.getMessage());
    }
  }

  private void schedule() {
    Instant next = lane.nextWakeup();
    if (!lane.isIdle()) {
      stepWithin(server.stepDelay());
    } else if (next != null) {
      long left = server.clock().timeOf(next) - world.now();
      stepWithin(Math.clamp(left, 0, POLL_AT_LEAST_EVERY_MILLIS));
    }
  }
}
