package tercet.testing.simulator.world;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ShardId;
import tercet.runtime.cluster.ClusterNode;
import tercet.runtime.cluster.Destination;
import tercet.runtime.cluster.NodeAddress;
import tercet.runtime.cluster.PeerListener;
import tercet.runtime.cluster.PeerQueue;
import tercet.runtime.cluster.PeerRoutes;
import tercet.runtime.cluster.PeerSettings;
import tercet.runtime.cluster.Role;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/**
 * How one life of a server sends: by the queues and routes of production, which events drive.
 * Envelopes to its own shards take the way of {@link Network}.
 */
final class SimulatedPeers implements Transport {
  private final World world;
  private final Server self;
  private final ShardPlacement placement;
  private final SimulatedTransport within;
  private final List<Server> servers;
  private final List<@Nullable PeerDriver> peers = new ArrayList<>();
  private final PeerRoutes routes = new PeerRoutes(new Known());
  private @Nullable Watcher watcher;

  /**
   * @param within takes what the server sends to itself
   * @param servers all of them
   * @param leaving whether a server never comes back
   */
  SimulatedPeers(
      World world,
      Server self,
      ShardPlacement placement,
      SimulatedTransport within,
      List<Server> servers,
      PeerNetwork network,
      PeerSettings settings,
      Faults faults,
      Predicate<Server> leaving,
      SplittableRandom random) {
    this.world = world;
    this.self = self;
    this.placement = placement;
    this.within = within;
    this.servers = servers;
    for (Server server : servers) {
      if (server == self) {
        peers.add(null);
        continue;
      }
      PeerQueue queue =
          new PeerQueue(
              self.name(),
              node(server),
              new EnvelopeBatch.Writer(self.name(), self.clock()),
              settings,
              routes::send,
              new Telling(server),
              random::nextLong,
              world.now() * PeerDriver.NANOS_PER_MILLI);
      peers.add(
          new PeerDriver(
              world,
              self,
              server.number(),
              queue,
              network,
              () -> !faults.areOver(),
              () -> !leaving.test(server)));
    }
  }

  private static ClusterNode node(Server server) {
    return new ClusterNode(
        server.name(), EnumSet.allOf(Role.class), new NodeAddress(server.name(), 1));
  }

  private final class Known implements PeerRoutes.Directory {
    @Override
    public List<Destination> servers(ShardId shard) {
      List<Destination> serving = new ArrayList<>();
      placement.servers(shard).forEach(number -> serving.add(destination(number)));
      return serving;
    }

    @Override
    public @Nullable Destination asking(String replyName) {
      for (Server server : servers) {
        if (replyName.startsWith(server.name())) {
          return destination(server.number());
        }
      }
      return null;
    }
  }

  private Destination destination(int number) {
    PeerDriver peer = peers.get(number);
    return peer == null ? new ThisServer() : peer;
  }

  private final class ThisServer implements Destination {
    @Override
    public boolean isReachable() {
      return true;
    }

    @Override
    public void send(Envelope envelope) {
      within.sendWithin(envelope);
    }
  }

  private final class Telling implements PeerListener {
    private final Server peer;

    Telling(Server peer) {
      this.peer = peer;
    }

    @Override
    public void back(ClusterNode node) {
      world.note(self.name(), "hears from " + node.name() + " again");
      if (watcher != null) {
        watcher.back(placement.servedBy(peer.number()));
      }
    }

    @Override
    public void gone(ClusterNode node, IOException why) {
      world.note(self.name(), "suspects " + node.name() + ": " + why.getMessage());
      if (watcher != null) {
        watcher.gone(placement.servedBy(peer.number()));
      }
    }

    @Override
    public void unsendable(Envelope envelope, IllegalArgumentException bug) {
      throw new Violation("what is sent cannot be written: " + envelope, bug);
    }
  }

  @Override
  public void start(Receiver receiver) {
    within.start(receiver);
    for (PeerDriver peer : peers) {
      if (peer != null) {
        peer.start();
      }
    }
  }

  @Override
  public void send(Envelope envelope) {
    if (!within.isClosed()) {
      routes.send(envelope);
    }
  }

  @Override
  public boolean reaches(ShardId shard) {
    return routes.reaches(shard);
  }

  @Override
  public void watch(Watcher newWatcher) {
    watcher = newWatcher;
  }

  @Override
  public void close() {
    within.close();
  }
}
