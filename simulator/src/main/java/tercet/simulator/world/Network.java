package tercet.simulator.world;

import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Request;
import tercet.kernel.saga.SagaMessage;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;
import tercet.simulator.swarm.Fault;
import tercet.simulator.swarm.Links;

/** Carries messages between servers, or does not. */
public final class Network {
  private static final int AGAIN_MILLIS = 20;

  private final World world;
  private final Faults faults;
  private final Links links;
  private final SplittableRandom random;
  private final ToIntFunction<Envelope> route;
  private final BiPredicate<Integer, Envelope> receiver;
  private final IntFunction<SimulatedClock> clockOf;
  private final long[][] cutUntil;
  private final long[][] lastArrival;
  private int underWay;

  /**
   * @param route to which server an envelope goes, negative if to none
   * @param receiver takes what arrives at a server; false if it has no room
   * @param clockOf a server
   */
  Network(
      World world,
      Faults faults,
      Links links,
      int servers,
      SplittableRandom random,
      ToIntFunction<Envelope> route,
      BiPredicate<Integer, Envelope> receiver,
      IntFunction<SimulatedClock> clockOf) {
    this.world = world;
    this.faults = faults;
    this.links = links;
    this.random = random;
    this.route = route;
    this.receiver = receiver;
    this.clockOf = clockOf;
    this.cutUntil = new long[servers][servers];
    this.lastArrival = new long[servers][servers];
  }

  /**
   * How this life of a server sends.
   *
   * @param mayDie whether it can die between two sends
   */
  Transport of(Server server, boolean mayDie) {
    int life = server.life();
    return new Transport() {
      @Override
      public void send(Envelope envelope) {
        if (mayDie && faults.strikes(Fault.CRASH_BETWEEN_SENDS)) {
          throw new Crash("between two sends");
        }
        if (server.lives(life)) {
          dispatch(server.number(), envelope);
        }
      }

      @Override
      public void start(Receiver unused) {}

      @Override
      public void close() {}
    };
  }

  private void dispatch(int from, Envelope envelope) {
    int to = route.applyAsInt(envelope);
    if (to < 0) {
      note(envelope, "goes nowhere");
      return;
    }
    boolean exposed = from != to || links.faultsWithinServer();
    if (from != to && world.now() < cutUntil[from][to]) {
      note(envelope, "is lost: cut off");
    } else if (exposed && faults.strikes(Fault.LOSS)) {
      note(envelope, "is lost");
    } else {
      carry(from, to, envelope, exposed);
      int copies = exposed && faults.strikes(Fault.DUPLICATION) ? 1 + random.nextInt(2) : 0;
      for (int copy = 0; copy < copies; copy++) {
        carry(from, to, envelope, true);
      }
    }
  }

  private void carry(int from, int to, Envelope envelope, boolean exposed) {
    long arrival = world.now();
    if (from != to) {
      arrival += random.nextInt(links.latencyMillisMin(), links.latencyMillisMax() + 1);
    }
    if (exposed && faults.strikes(Fault.DELAY)) {
      arrival = late(to, envelope, arrival);
    }
    if (arrival < lastArrival[from][to] && !(exposed && faults.strikes(Fault.REORDERING))) {
      arrival = lastArrival[from][to];
    }
    lastArrival[from][to] = Math.max(arrival, lastArrival[from][to]);
    underWay++;
    world.at(arrival, () -> arrive(to, envelope));
  }

  /** Late by any time, or so that it arrives in just the moment in which it becomes void. */
  private long late(int to, Envelope envelope, long arrival) {
    SplittableRandom own = faults.random(Fault.DELAY);
    long by = faults.size(Fault.DELAY, links.lateMillisMax());
    Instant end = own.nextInt(4) == 0 ? end(envelope) : null;
    return end == null
        ? arrival + by
        : Math.max(arrival, clockOf.apply(to).timeOf(end) + own.nextInt(-1, 2));
  }

  private static @Nullable Instant end(Envelope envelope) {
    if (envelope instanceof Envelope.ToShard message) {
      return switch (message.input()) {
        case Request request -> request.validUntil();
        case SagaMessage.Debit debit -> debit.validUntil();
        case SagaMessage.Debited debited -> debited.deadline();
        default -> null;
      };
    }
    return null;
  }

  private void arrive(int to, Envelope envelope) {
    underWay--;
    if (receiver.test(to, envelope)) {
      return;
    }
    if (faults.strikes(Fault.FULL_MAILBOX)) {
      note(envelope, "is dropped: the mailbox is full");
    } else {
      underWay++;
      world.after(1 + random.nextInt(AGAIN_MILLIS), () -> arrive(to, envelope));
    }
  }

  private void note(Envelope envelope, String what) {
    if (world.trace().isOn()) {
      world.note("network", what + ": " + envelope);
    }
  }

  /** Messages that have not arrived yet. */
  int underWay() {
    return underWay;
  }

  /** Nothing arrives from one server at another for a while. */
  void cut(int from, int to, long millis) {
    cutUntil[from][to] = Math.max(cutUntil[from][to], world.now() + millis);
  }

  /** All servers hear each other again. */
  void heal() {
    for (long[] row : cutUntil) {
      Arrays.fill(row, 0);
    }
  }
}
