package tercet.testing.simulator.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ShardId;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/**
 * A process that is started, dies and is started again. Each start is a new life, which knows only
 * its store.
 */
public final class Server implements Transport.Receiver {
  private final World world;
  private final int number;
  private final SimulatedClock clock;
  private int stepDelayMillisMax;
  private final SplittableRandom random;
  private final Consumer<Server> onDeath;
  private final List<LaneDriver> lanes = new ArrayList<>();
  private final Map<ShardId, LaneDriver> laneOf = new HashMap<>();
  private @Nullable Consumer<Envelope.ToNode> answers;
  private @Nullable Transport transport;
  private String nodeName = "";
  private int life;
  private boolean alive;
  private long pausedUntil;

  Server(
      World world,
      int number,
      SimulatedClock clock,
      int stepDelayMillisMax,
      SplittableRandom random,
      Consumer<Server> onDeath) {
    this.world = world;
    this.number = number;
    this.clock = clock;
    this.stepDelayMillisMax = stepDelayMillisMax;
    this.random = random;
    this.onDeath = onDeath;
  }

  /** From 0. */
  public int number() {
    return number;
  }

  String name() {
    return "server" + number;
  }

  /** Under which answers find back to this life. */
  public String nodeName() {
    return nodeName;
  }

  /** How this life sends and receives. */
  Transport transport() {
    if (transport == null) {
      throw new IllegalStateException(name() + " was never started");
    }
    return transport;
  }

  public SimulatedClock clock() {
    return clock;
  }

  /** Counts the starts. */
  public int life() {
    return life;
  }

  public boolean isAlive() {
    return alive;
  }

  boolean lives(int asked) {
    return alive && life == asked;
  }

  /** Where answers for this life go. */
  public void onAnswer(Consumer<Envelope.ToNode> receiver) {
    answers = receiver;
  }

  void start(Wiring wiring, Transport newTransport) {
    transport = newTransport;
    life++;
    alive = true;
    pausedUntil = 0;
    newTransport.watch(new Watching());
    newTransport.start(this);
    nodeName = wiring.nodeName(name(), life);
    world.note(name(), "starts as " + nodeName);
  }

  /** Wakes records that wait for a server when it is back, as in production. */
  private final class Watching implements Transport.Watcher {
    @Override
    public void back(Collection<ShardId> shards) {
      lanes.forEach(lane -> lane.returned(shards));
    }

    @Override
    public void gone(Collection<ShardId> shards) {}
  }

  void die(int ofLife, String how) {
    if (lives(ofLife)) {
      world.note(name(), how);
      alive = false;
      lanes.clear();
      laneOf.clear();
      answers = null;
      transport().close();
      onDeath.accept(this);
    }
  }

  void pause(long millis) {
    pausedUntil = Math.max(pausedUntil, world.now() + millis);
    world.note(name(), "does nothing for " + millis + " ms");
  }

  /** From now on it is neither paused nor slow, and its clock is right. */
  void heal() {
    clock.putRight();
    pausedUntil = 0;
    stepDelayMillisMax = Math.min(1, stepDelayMillisMax);
  }

  /** How long it still does nothing, in milliseconds. */
  long pausedFor() {
    return Math.max(0, pausedUntil - world.now());
  }

  /** A time that it takes to come to the next batch, in milliseconds. */
  long stepDelay() {
    return random.nextInt(stepDelayMillisMax + 1);
  }

  /** Lets something happen in this life, later if the process is paused by then. */
  public void after(long millis, Runnable action) {
    int now = life;
    world.after(millis, () -> ifAlive(now, action));
  }

  private void ifAlive(int ofLife, Runnable action) {
    if (lives(ofLife)) {
      if (pausedFor() > 0) {
        world.after(pausedFor(), () -> ifAlive(ofLife, action));
      } else {
        action.run();
      }
    }
  }

  void serve(List<ShardId> shards, LaneDriver lane) {
    lanes.add(lane);
    shards.forEach(shard -> laneOf.put(shard, lane));
    lane.recover();
  }

  @Nullable LaneDriver laneOf(ShardId shard) {
    return laneOf.get(shard);
  }

  @Override
  public boolean receive(Envelope envelope) {
    if (pausedFor() > 0) {
      after(pausedFor(), () -> receive(envelope));
      return true;
    }
    return switch (envelope) {
      case Envelope.ToNode answer -> {
        if (answers != null && answer.to().node().equals(nodeName)) {
          answers.accept(answer);
        }
        yield true;
      }
      case Envelope.ToShard message -> {
        LaneDriver lane = laneOf.get(message.input().to());
        yield lane == null || lane.offer(message.input());
      }
      case Envelope.Question _, Envelope.Report _ -> true;
    };
  }
}
