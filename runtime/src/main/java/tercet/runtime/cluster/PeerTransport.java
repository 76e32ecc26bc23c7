package tercet.runtime.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ShardId;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.time.Ticker;
import tercet.runtime.transport.Envelope;

/**
 * Carries envelopes between the nodes of a {@link ClusterMap}. An envelope to a shard goes to the
 * first of the shard's servers that is not suspected to be gone, and never leaves the process if
 * that is this node. An envelope that no node can take is lost, because the side that needs an
 * answer sends again: a queue for a lost node would only make the answers late.
 */
public final class PeerTransport implements ClusterTransport {
  private static final System.Logger LOG = System.getLogger(PeerTransport.class.getName());

  /** How exactly peers are asked whether they are there. */
  private static final Duration WATCH_EVERY = Duration.ofMillis(50);

  private final String self;
  private final NodeAddress listenAt;
  private final PeerWire wire;
  private final InstantSource clock;
  private final PeerSettings settings;
  private final Destination thisNode = new ThisNode();

  /** In the order in which they became known. */
  private final List<Peer> peers = new CopyOnWriteArrayList<>();

  private volatile PeerDirectory directory;
  private final PeerRoutes routes = new PeerRoutes(new Known());
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong malformed = new AtomicLong();
  private final Ticker peersWatcher = new Ticker("peers-watcher", WATCH_EVERY, this::watchPeers);
  private volatile @Nullable Receiver receiver;
  private volatile @Nullable Watcher watcher;
  private PeerWire.@Nullable PeerListener listening;
  private boolean started;

  /**
   * @param self name of this node
   * @param wire that connects it with the others
   */
  public PeerTransport(ClusterMap map, String self, PeerWire wire, PeerSettings settings) {
    this(map, self, map.node(self).address(), wire, settings);
  }

  /**
   * The same for a node that others know under another address than its own.
   *
   * @param listenAt where this process opens its port
   */
  public PeerTransport(
      ClusterMap map, String self, NodeAddress listenAt, PeerWire wire, PeerSettings settings) {
    this(map, self, listenAt, wire, settings, InstantSource.system());
  }

  PeerTransport(
      ClusterMap map,
      String self,
      NodeAddress listenAt,
      PeerWire wire,
      PeerSettings settings,
      InstantSource clock) {
    this.self = self;
    this.listenAt = listenAt;
    this.wire = wire;
    this.clock = clock;
    this.settings = settings;
    this.directory = new PeerDirectory(map, self, thisNode, this::destination);
  }

  /** The same one for a node that is known, unless it has moved. */
  private Destination destination(ClusterNode node) {
    if (node.name().equals(self)) {
      return thisNode;
    }
    for (Peer peer : peers) {
      if (peer.node().name().equals(node.name()) && peer.node().address().equals(node.address())) {
        return peer;
      }
    }
    Peer peer =
        new Peer(
            self,
            node,
            wire.connect(node.address()),
            new EnvelopeBatch.Writer(self, clock),
            settings,
            routes::send,
            new Telling());
    peers.add(peer);
    return peer;
  }

  @Override
  public synchronized void change(ClusterMap map) {
    List<Peer> before = List.copyOf(peers);
    PeerDirectory next = new PeerDirectory(map, self, thisNode, this::destination);
    directory = next;
    for (Peer peer : List.copyOf(peers)) {
      if (next.named(peer.node().name()) != peer) {
        peers.remove(peer);
        peer.close();
      } else if (started && !before.contains(peer)) {
        peer.start();
        new Telling().back(peer.node()); // some shards may have had no server before
      }
    }
  }

  private final class ThisNode implements Destination {
    @Override
    public boolean isReachable() {
      return true;
    }

    @Override
    public void send(Envelope envelope) {
      Receiver current = receiver;
      if (current != null) {
        current.receive(envelope); // which counts what it has no room for
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException if the port cannot be opened
   */
  @Override
  public synchronized void start(Receiver newReceiver) {
    receiver = newReceiver;
    try {
      listening = wire.listen(listenAt, this::receive);
    } catch (IOException unavailable) {
      throw new UncheckedIOException(unavailable.getMessage(), unavailable);
    }
    started = true;
    peers.forEach(Peer::start);
    peersWatcher.start();
  }

  private void watchPeers() {
    long now = System.nanoTime();
    peers.forEach(peer -> peer.wakeIfSilent(now));
  }

  /** As the latest cluster map says. */
  private final class Known implements PeerRoutes.Directory {
    @Override
    public List<Destination> servers(ShardId shard) {
      return directory.servers(shard);
    }

    @Override
    public @Nullable Destination asking(String replyName) {
      return directory.asking(replyName);
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

  private final class Telling implements PeerListener {
    @Override
    public void back(ClusterNode peer) {
      Watcher told = watcher;
      if (told != null) {
        told.back(directory.shards(peer.name()));
      }
    }

    @Override
    public void gone(ClusterNode peer, IOException why) {
      Watcher told = watcher;
      if (told != null) {
        told.gone(directory.shards(peer.name()));
      }
    }

    @Override
    public void unsendable(Envelope envelope, IllegalArgumentException bug) {
      // The side that waits for an answer sends again.
    }
  }

  @Override
  public void send(Envelope envelope) {
    routes.send(envelope);
  }

  private int receive(byte[] batch) {
    Unpacking unpacking = new Unpacking();
    EnvelopeBatch.read(batch, unpacking);
    received.addAndGet(unpacking.count);
    return unpacking.noRoom;
  }

  private final class Unpacking implements EnvelopeBatch.Listener {
    private int count;
    private int noRoom;

    @Override
    public void sent(String sender, long atMillis) {
      if (directory.named(sender) instanceof Peer peer) {
        peer.hear(atMillis, clock.millis());
      }
    }

    @Override
    public void envelope(Envelope envelope) {
      count++;
      Receiver current = receiver;
      if (current == null || !current.receive(envelope)) {
        noRoom++;
      }
    }

    @Override
    public void malformed(MalformedBytesException why) {
      if (malformed.getAndIncrement() == 0) {
        LOG.log(
            System.Logger.Level.WARNING,
            "An envelope cannot be read and was dropped; does the sender have another version? {0}"
                + " From now on such envelopes are only counted.",
            why.getMessage());
      }
    }
  }

  @Override
  public boolean reaches(String node) {
    Destination destination = directory.named(node);
    return destination != null && destination.isReachable();
  }

  @Override
  public boolean isReached() {
    return peers.stream().allMatch(Peer::isMetOrGone);
  }

  /** Each peer. */
  public List<PeerStatistics> peers() {
    return peers.stream().map(Peer::statistics).toList();
  }

  @Override
  public long lost() {
    return routes.lost();
  }

  /** Envelopes that came from peers. */
  public long received() {
    return received.get();
  }

  /** Envelopes from peers that could not be read. */
  public long malformed() {
    return malformed.get();
  }

  @Override
  public synchronized void close() {
    receiver = null;
    started = false;
    peersWatcher.stop();
    PeerWire.PeerListener open = listening;
    if (open != null) {
      open.close();
      listening = null;
    }
    peers.forEach(Peer::close);
  }
}
