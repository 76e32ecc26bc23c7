package tercet.runtime.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ShardId;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.ClusterNode;
import tercet.runtime.cluster.ClusterTransport;
import tercet.runtime.time.Ticker;
import tercet.runtime.transport.Envelope;

/**
 * Carries envelopes between the nodes of a {@link ClusterMap} through a {@link Broker}. An envelope
 * to a shard goes into the shard's queue, an answer to the node that asked; an envelope for this
 * node never leaves the process.
 *
 * <p>While the broker takes nothing for a shard, or no server of it is there, an envelope to it is
 * lost, as the {@link tercet.runtime.transport.Transport port} allows.
 */
public final class BrokerTransport implements ClusterTransport {
  private static final System.Logger LOG = System.getLogger(BrokerTransport.class.getName());
  private static final Recipient ALL = new Recipient.AllNodes();

  /**
   * So many signs of life of this node may be under way before those of others count as delayed,
   * too. A broker of several servers brings none while it replaces one that died.
   */
  private static final int SIGNS_UNDER_WAY = 3;

  private final String self;
  private final Broker broker;
  private final Presence presence;
  private volatile ShardServers servers;
  private final Outbox outbox;
  private final Incoming incoming;
  private final Ticker signs;
  private final long ownSignNanosMax;
  private final AtomicBoolean outageReported = new AtomicBoolean();
  private final AtomicLong lost = new AtomicLong();
  private volatile long ownSignAt = System.nanoTime();
  private volatile Set<ShardId> readHere = Set.of();
  private volatile @Nullable Receiver receiver;
  private volatile @Nullable Watcher watcher;
  private volatile boolean started;

  /**
   * @param self name of this node
   * @param broker that connects it with the others; closed with the transport
   */
  public BrokerTransport(ClusterMap map, String self, Broker broker, BrokerSettings settings) {
    this(map, self, broker, settings, InstantSource.system());
  }

  /** With a clock for tests in place of the system's. */
  public BrokerTransport(
      ClusterMap map, String self, Broker broker, BrokerSettings settings, InstantSource clock) {
    this.self = map.node(self).name();
    this.broker = broker;
    this.presence = new Presence(others(map), settings.goneAfter().toNanos(), System.nanoTime());
    this.servers = new ShardServers(map);
    this.incoming = new Incoming(this.self, settings, clock, this::sign);
    this.outbox = new Outbox(self, broker, settings, clock, new Watching());
    this.ownSignNanosMax = settings.signEvery().multipliedBy(SIGNS_UNDER_WAY).toNanos();
    this.signs = new Ticker("signs-of-life", settings.signEvery(), this::showAndLook);
  }

  private List<String> others(ClusterMap map) {
    return map.nodes().stream().map(ClusterNode::name).filter(name -> !name.equals(self)).toList();
  }

  @Override
  public void change(ClusterMap map) {
    broker.change(map);
    presence.change(others(map), System.nanoTime());
    servers = new ShardServers(map);
    shareOut();
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException if the broker cannot be used, with a sentence for the operator
   */
  @Override
  public void start(Receiver newReceiver) {
    receiver = newReceiver;
    incoming.start(newReceiver);
    try {
      broker.start(incoming);
    } catch (IOException unavailable) {
      throw new UncheckedIOException(unavailable.getMessage(), unavailable);
    }
    outbox.start();
    started = true;
    ownSignAt = System.nanoTime();
    outbox.sign(ALL);
    shareOut();
    signs.start();
  }

  private void showAndLook() {
    outbox.sign(ALL);
    long now = System.nanoTime();
    if (now - ownSignAt > ownSignNanosMax) {
      presence.listenAnew(now); // this node does not even hear itself
      return;
    }
    Set<String> missed = presence.missed(now);
    if (!missed.isEmpty()) {
      missed.forEach(node ->
          LOG.log(
              System.Logger.Level.WARNING,
              "Node {0} is suspected to be gone: no sign of it.",
              node));
      shareOut();
      tell(missed, false);
    }
  }

  private void sign(String node) {
    if (node.equals(self)) {
      ownSignAt = System.nanoTime(); // it has taken the way that those of others take
    } else if (presence.sign(node, System.nanoTime())) {
      LOG.log(System.Logger.Level.INFO, "Node {0} is back.", node);
      shareOut();
      tell(Set.of(node), true);
    }
  }

  /** Reads the queues of those shards whose first living server is this node. */
  private synchronized void shareOut() {
    if (!started) {
      return;
    }
    Set<ShardId> mine = servers.readBy(self, this::reaches);
    if (!mine.equals(readHere)) {
      readHere = Set.copyOf(mine);
      broker.assign(readHere);
    }
  }

  private void tell(Collection<String> nodes, boolean back) {
    Watcher told = watcher;
    if (told == null) {
      return;
    }
    Set<ShardId> shards = servers.servedBy(nodes);
    if (back) {
      told.back(shards);
    } else {
      told.gone(shards);
    }
  }

  /** Sees for whom the broker takes messages. */
  private final class Watching implements Outbox.Listener {
    @Override
    public void fails(Recipient to, IOException why) {
      if (outageReported.compareAndSet(false, true)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "The broker takes no messages for {0}: {1} They are tried again.",
            to,
            why.getMessage());
      }
      switch (to) {
        case Recipient.Shard(var shard) -> tellOf(shard, false);
        // Perhaps nothing works: a message to each shard shows it, also where nothing waits.
        case Recipient.AllNodes() ->
            servers.shards().forEach(shard -> outbox.sign(new Recipient.Shard(shard)));
        case Recipient.Node(_) -> {}
      }
    }

    @Override
    public void works(Recipient to) {
      if (!outbox.isFailing() && outageReported.compareAndSet(true, false)) {
        LOG.log(System.Logger.Level.INFO, "The broker takes all messages again.");
      }
      switch (to) {
        case Recipient.Shard(var shard) -> tellOf(shard, true);
        case Recipient.AllNodes() -> presence.listenAnew(System.nanoTime());
        case Recipient.Node(_) -> {}
      }
    }

    private void tellOf(ShardId shard, boolean back) {
      Watcher told = watcher;
      if (told == null || readHere.contains(shard)) {
        return;
      }
      if (back) {
        told.back(Set.of(shard));
      } else {
        told.gone(Set.of(shard));
      }
    }
  }

  @Override
  public void watch(Watcher newWatcher) {
    watcher = newWatcher;
  }

  @Override
  public boolean reaches(ShardId shard) {
    return readHere.contains(shard)
        || (!outbox.isFailing(new Recipient.Shard(shard))
            && servers.isServed(shard, this::reaches));
  }

  @Override
  public boolean reaches(String node) {
    return node.equals(self) || presence.isThere(node);
  }

  /** The others know its name alone, and the broker has a queue under that. */
  @Override
  public boolean isReached() {
    return true;
  }

  @Override
  public void send(Envelope envelope) {
    switch (envelope) {
      case Envelope.ToShard message -> {
        ShardId shard = message.input().to();
        if (readHere.contains(shard)) {
          handOver(envelope);
        } else if (reaches(shard)) {
          outbox.send(new Recipient.Shard(shard), envelope);
        } else {
          lost.incrementAndGet();
        }
      }
      case Envelope.ToNode answer -> send(envelope, answer.to().node());
      case Envelope.Question question -> send(envelope, question.node());
      case Envelope.Report report -> send(envelope, report.to().node());
    }
  }

  private void send(Envelope envelope, String replyName) {
    String node = ClusterMap.nodeOf(replyName);
    if (node.equals(self)) {
      handOver(envelope);
      return;
    }
    Recipient to = new Recipient.Node(node);
    if (presence.isThere(node) && !outbox.isFailing(to)) {
      outbox.send(to, envelope);
    } else {
      lost.incrementAndGet();
    }
  }

  private void handOver(Envelope envelope) {
    Receiver current = receiver;
    if (current != null) {
      current.receive(envelope); // which counts what it has no room for
    }
  }

  @Override
  public long lost() {
    return lost.get();
  }

  /** Counts since the start. */
  public BrokerStatistics statistics() {
    return new BrokerStatistics(
        !outbox.isFailing(),
        outbox.waiting(),
        outbox.sent(),
        outbox.messages(),
        outbox.full(),
        lost.get() + outbox.lost(),
        incoming.received(),
        incoming.ageMillis(),
        incoming.old(),
        incoming.refused(),
        incoming.malformed());
  }

  @Override
  public void close() {
    receiver = null;
    started = false;
    signs.close();
    incoming.close();
    outbox.close();
    broker.close();
  }
}
