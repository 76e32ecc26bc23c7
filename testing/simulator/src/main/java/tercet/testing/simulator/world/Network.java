package tercet.testing.simulator.world;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Request;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.twophase.TwoPhaseMessage;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.transport.Envelope;
import tercet.testing.simulator.swarm.Fault;
import tercet.testing.simulator.swarm.Links;

/** Carries messages between servers, or does not. */
public final class Network {
  private static final int AGAIN_MILLIS = 20;
  private static final int AGAIN_MILLIS_MAX = 1_000;

  private final World world;
  private final Faults faults;
  private final Links links;
  private final SplittableRandom random;
  private final ToIntFunction<Envelope> route;
  private final IntFunction<InstantSource> clockOf;
  private final long[][] cutUntil;
  private final long[][] lastArrival;
  private final @Nullable SimulatedTransport[] ends;
  private final EnvelopeBatch.Writer batch = new EnvelopeBatch.Writer();

  /**
   * @param ends how many there are
   * @param route to which end an envelope goes, negative if to none
   * @param clockOf an end
   */
  public Network(
      World world,
      Faults faults,
      Links links,
      int ends,
      SplittableRandom random,
      ToIntFunction<Envelope> route,
      IntFunction<InstantSource> clockOf) {
    this.world = world;
    this.faults = faults;
    this.links = links;
    this.random = random;
    this.route = route;
    this.clockOf = clockOf;
    this.cutUntil = new long[ends][ends];
    this.lastArrival = new long[ends][ends];
    this.ends = new SimulatedTransport[ends];
  }

  /**
   * A transport for a new process at an end; it takes the place of the one before when it starts.
   */
  public SimulatedTransport connect(int end) {
    return new SimulatedTransport(this, end);
  }

  void attach(int end, SimulatedTransport transport) {
    ends[end] = transport;
  }

  void carry(int from, Envelope sent) {
    int to = route.applyAsInt(sent);
    if (to < 0) {
      note("goes nowhere", sent);
      return;
    }
    carry(from, to, sent);
  }

  void carry(int from, int to, Envelope sent) {
    Envelope envelope = links.bytes() && from != to ? throughBytes(sent) : sent;
    boolean exposed = from != to || links.faultsWithinServer();
    if (from != to && isCut(from, to)) {
      note("is lost: cut off", envelope);
    } else if (exposed && faults.strikes(Fault.LOSS)) {
      note("is lost", envelope);
    } else {
      carry(from, to, envelope, exposed);
      int copies = exposed && faults.strikes(Fault.DUPLICATION) ? 1 + random.nextInt(2) : 0;
      for (int copy = 0; copy < copies; copy++) {
        carry(from, to, envelope, true);
      }
    }
  }

  /** The envelope after it was written as bytes and read again, which must be the same. */
  private Envelope throughBytes(Envelope sent) {
    batch.clear();
    if (!batch.add(sent)) {
      throw new Violation("there is no room in an empty batch for " + sent);
    }
    List<Envelope> read = new ArrayList<>(1);
    EnvelopeBatch.read(
        batch.toBytes(),
        new EnvelopeBatch.Listener() {
          @Override
          public void envelope(Envelope envelope) {
            read.add(envelope);
          }

          @Override
          public void malformed(MalformedBytesException why) {
            throw new Violation("what was written of " + sent + " cannot be read", why);
          }
        });
    if (!read.equals(List.of(sent))) {
      throw new Violation("what was sent as " + sent + " is read as " + read);
    }
    return read.getFirst();
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
    world.at(arrival, () -> arrive(to, envelope, AGAIN_MILLIS));
  }

  /** Late by any time, or so that it arrives in just the moment in which it becomes void. */
  private long late(int to, Envelope envelope, long arrival) {
    SplittableRandom own = faults.random(Fault.DELAY);
    long by = faults.size(Fault.DELAY, links.lateMillisMax());
    Instant end = own.nextInt(4) == 0 ? end(envelope) : null;
    return end == null
        ? arrival + by
        : Math.max(arrival, world.now() + left(to, end) + own.nextInt(-1, 2));
  }

  /** Milliseconds until a clock shows an instant. */
  private long left(int to, Instant end) {
    return clockOf.apply(to).instant().until(end).toMillis();
  }

  private static @Nullable Instant end(Envelope envelope) {
    if (envelope instanceof Envelope.ToShard message) {
      return switch (message.input()) {
        case Request request -> request.validUntil();
        case SagaMessage.Debit debit -> debit.validUntil();
        case SagaMessage.Debited debited -> debited.deadline();
        case TccMessage.Try attempt -> attempt.validUntil();
        case TccMessage.Held held -> held.deadline();
        case ChoreographyMessage.Debit debit -> debit.validUntil();
        case TwoPhaseMessage.Prepare prepare -> prepare.validUntil();
        case TwoPhaseMessage.Prepared prepared -> prepared.deadline();
        case OutcomeMessage.ToParticipant told -> told.validUntil();
        case RefundMessage.GiveBack told -> told.validUntil();
        case Input.TimerFired _,
            SagaMessage.Compensate _,
            SagaMessage.Complete _,
            SagaMessage.Declined _,
            SagaMessage.Compensated _,
            TccMessage.Release _,
            TccMessage.Cancel _,
            TccMessage.Confirm _,
            TccMessage.Busy _,
            TccMessage.Declined _,
            TccMessage.Cancelled _,
            ChoreographyMessage.VoteYes _,
            ChoreographyMessage.Committed _,
            ChoreographyMessage.Declined _,
            ChoreographyMessage.VoteRequest _,
            ChoreographyMessage.VoteAck _,
            TwoPhaseMessage.Commit _,
            TwoPhaseMessage.Abort _,
            TwoPhaseMessage.Declined _,
            TwoPhaseMessage.Committed _,
            OutcomeMessage.ToCoordinator _,
            OutcomeMessage.Agreed _,
            RefundMessage.GivenBack _,
            RefundMessage.Closed _ ->
            null;
      };
    }
    return null;
  }

  /**
   * @param again how long to wait, at the most, if there is no room, in milliseconds
   */
  private void arrive(int to, Envelope envelope, int again) {
    SimulatedTransport end = ends[to];
    if (end == null || end.isClosed()) {
      note("is lost: no server is at end " + to, envelope);
    } else if (end.arrive(envelope)) {
      note("arrives at server" + to, envelope);
    } else if (again > AGAIN_MILLIS_MAX || faults.strikes(Fault.FULL_MAILBOX)) {
      note("is dropped by server" + to + ": the mailbox is full", envelope);
    } else {
      note("finds no room at server" + to, envelope);
      world.after(1 + random.nextInt(again), () -> arrive(to, envelope, 2 * again));
    }
  }

  private void note(String what, Envelope envelope) {
    if (world.trace().isOn()) {
      world.note("network", what + ": " + envelope);
    }
  }

  /** Whether nothing arrives from one server at another now. */
  boolean isCut(int from, int to) {
    return world.now() < cutUntil[from][to];
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
