package tercet.testing.simulator.world;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;
import tercet.testing.contract.TransportContract;
import tercet.testing.simulator.swarm.Fault;
import tercet.testing.simulator.swarm.Links;

/** With every fault that a transport may have. */
final class SimulatedTransportTest implements TransportContract {
  private static final Map<Fault, Double> RATES =
      Map.of(
          Fault.LOSS, 0.01,
          Fault.DUPLICATION, 0.3,
          Fault.DELAY, 0.3,
          Fault.REORDERING, 0.5,
          Fault.FULL_MAILBOX, 0.1);

  private static final Links LINKS = new Links(0, 5, 100, 100, true, true);

  @Override
  public Ends connect() {
    World world = new World(new SplittableRandom(1), new Trace(false), World.EVENTS_MAX);
    Network network =
        new Network(
            world,
            new Faults(RATES, new SplittableRandom(2), Long.MAX_VALUE),
            LINKS,
            2,
            new SplittableRandom(3),
            SimulatedTransportTest::route,
            end -> world::instant);
    ReentrantLock turn = new ReentrantLock();
    return new Ends(
        new Moving(network.connect(0), world, turn), new Moving(network.connect(1), world, turn));
  }

  private static int route(Envelope envelope) {
    return switch (envelope) {
      case Envelope.ToShard message -> 1;
      case Envelope.ToNode answer -> answer.to().node().equals(NODE) ? 1 : -1;
      case Envelope.Question question -> question.node().equals(NODE) ? 1 : -1;
      case Envelope.Report report -> report.to().node().equals(NODE) ? 1 : -1;
    };
  }

  /** Lets time pass after each send; the simulated network knows one thread only. */
  private record Moving(Transport transport, World world, ReentrantLock turn) implements Transport {
    @Override
    public void send(Envelope envelope) {
      turn.lock();
      try {
        transport.send(envelope);
        world.pass(1);
        while (world.step()) {}
      } finally {
        turn.unlock();
      }
    }

    @Override
    public void start(Receiver receiver) {
      transport.start(receiver);
    }

    @Override
    public void close() {
      transport.close();
    }
  }
}
