package tercet.testing.simulator.world;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;
import tercet.testing.simulator.swarm.Swarm;

/** How servers reach each other. */
final class Reachability {
  private final World world;
  private final Swarm swarm;
  private final Faults faults;
  private final Wiring wiring;
  private final ShardPlacement placement;
  private final List<Server> servers;
  private final Predicate<Server> leaving;
  private final SplittableRandom random;
  private final Network network;
  private final PeerNetwork batches;

  /**
   * @param leaving whether a server never comes back
   */
  Reachability(
      World world,
      Swarm swarm,
      Faults faults,
      Wiring wiring,
      ShardPlacement placement,
      List<Server> servers,
      Predicate<Server> leaving,
      SplittableRandom random) {
    this.world = world;
    this.swarm = swarm;
    this.faults = faults;
    this.wiring = wiring;
    this.placement = placement;
    this.servers = servers;
    this.leaving = leaving;
    this.random = random;
    this.network =
        new Network(
            world,
            faults,
            swarm.links(),
            servers.size(),
            random.split(),
            this::route,
            to -> servers.get(to).clock());
    this.batches = new PeerNetwork(world, faults, swarm.links(), network, servers, random.split());
  }

  Network network() {
    return network;
  }

  /** The way of a new life of a server to all others. */
  Transport connect(Server server) {
    SimulatedTransport single = network.connect(server.number());
    return swarm.peers().queues()
        ? new SimulatedPeers(
            world,
            server,
            placement,
            single,
            servers,
            batches,
            wiring.peers(swarm.peers().settings()),
            faults,
            leaving,
            random.split())
        : single;
  }

  private int route(Envelope envelope) {
    return switch (envelope) {
      case Envelope.ToNode answer -> {
        for (Server server : servers) {
          if (answer.to().node().startsWith(server.name())) {
            yield server.number();
          }
        }
        yield -1;
      }
      case Envelope.ToShard message -> {
        List<Integer> serving = placement.servers(message.input().to());
        yield serving.isEmpty() ? -1 : serving.get(random.nextInt(serving.size()));
      }
      case Envelope.Question _, Envelope.Report _ -> -1; // they change nothing
    };
  }
}
