package tercet.runtime.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
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
 * <p>While the broker takes nothing, or no server of a shard is there, an envelope is lost, as the
 * {@link tercet.runtime.transport.Transport port} allows.
 */
public final class BrokerTransport implements ClusterTransport {
  private static final System.Logger LOG = System.getLogger(BrokerTransport.class.getName());

  private final String self;
  private final Broker broker;
  private final Presence presence;
  private final Map<ShardId, List<String>> servers = new LinkedHashMap<>();
  private final List<Outbox> outboxes = new ArrayList<>();
  private final Incoming incoming;
  private final Ticker signs;
  private final AtomicLong lost = new AtomicLong();
  private final AtomicBoolean reachable = new AtomicBoolean(true);
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
    List<String> others =
        map.nodes().stream().map(ClusterNode::name).filter(name -> !name.equals(self)).toList();
    this.presence = new Presence(others, settings.goneAfter().toNanos(), System.nanoTime());
    for (ShardId shard : new Shards(map.shardCount()).all()) {
      servers.put(shard, map.servers(shard).stream().map(ClusterNode::name).toList());
    }
    this.incoming = new Incoming(settings, clock, this::sign);
    List<Recipient> signsTo = List.of(new Recipient.AllNodes(), new Recipient.Node(self));
    for (int number = 0; number < broker.senders(); number++) {
      outboxes.add(new Outbox(number, self, broker, settings, clock, signsTo, new Watching()));
    }
    this.signs = new Ticker("signs-of-life", settings.signEvery(), this::showAndLook);
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
    outboxes.forEach(Outbox::start);
    started = true;
    outboxes.getFirst().sign();
    shareOut();
    signs.start();
  }

  private void showAndLook() {
    outboxes.getFirst().sign();
    long now = System.nanoTime();
    if (!reachable.get() || outboxes.stream().anyMatch(Outbox::waitsLong)) {
      presence.listenAnew(now); // no peer counts as missing just because none can be heard
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
    if (presence.sign(node, System.nanoTime())) {
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
    Set<ShardId> mine = new HashSet<>();
    servers.forEach((shard, nodes) -> {
      String first = nodes.stream().filter(this::reaches).findFirst().orElse("");
      if (first.equals(self)) {
        mine.add(shard);
      }
    });
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
    Set<ShardId> shards = shards(some -> some.stream().anyMatch(nodes::contains));
    if (back) {
      told.back(shards);
    } else {
      told.gone(shards);
    }
  }

  private Set<ShardId> shards(Predicate<List<String>> served) {
    Set<ShardId> shards = new LinkedHashSet<>();
    servers.forEach((shard, nodes) -> {
      if (served.test(nodes)) {
        shards.add(shard);
      }
    });
    return shards;
  }

  /** Sees whether the broker takes messages. */
  private final class Watching implements Outbox.Listener {
    @Override
    public void taken() {
      if (!reachable.get() && reachable.compareAndSet(false, true)) {
        presence.listenAnew(System.nanoTime());
        LOG.log(System.Logger.Level.INFO, "The broker takes messages again.");
        Watcher told = watcher;
        if (told != null) {
          told.back(shards(nodes -> true));
        }
      }
    }

    @Override
    public void failed(IOException why) {
      if (reachable.compareAndSet(true, false)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "The broker takes no messages: {0} They are tried again.",
            why.getMessage());
        Watcher told = watcher;
        if (told != null) {
          told.gone(shards(nodes -> !nodes.getFirst().equals(self)));
        }
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
        || (reachable.get()
            && servers.getOrDefault(shard, List.of()).stream().anyMatch(this::reaches));
  }

  @Override
  public boolean reaches(String node) {
    return node.equals(self) || presence.isThere(node);
  }

  @Override
  public boolean reachesEveryShard() {
    return servers.keySet().stream().allMatch(this::reaches);
  }

  @Override
  public void send(Envelope envelope) {
    switch (envelope) {
      case Envelope.ToShard message -> {
        ShardId shard = message.input().to();
        if (readHere.contains(shard)) {
          handOver(envelope);
        } else if (reaches(shard)) {
          outbox(shard.hashCode()).send(new Recipient.Shard(shard), envelope);
        } else {
          lost.incrementAndGet();
        }
      }
      case Envelope.ToNode answer -> {
        String node = ClusterMap.nodeOf(answer.to().node());
        if (node.equals(self)) {
          handOver(envelope);
        } else if (reachable.get() && presence.isThere(node)) {
          outbox(node.hashCode()).send(new Recipient.Node(node), envelope);
        } else {
          lost.incrementAndGet();
        }
      }
    }
  }

  private void handOver(Envelope envelope) {
    Receiver current = receiver;
    if (current != null) {
      current.receive(envelope); // which counts what it has no room for
    }
  }

  private Outbox outbox(int hash) {
    return outboxes.get(Math.floorMod(hash, outboxes.size()));
  }

  @Override
  public long lost() {
    return lost.get();
  }

  /** Counts since the start. */
  public BrokerStatistics statistics() {
    int waiting = 0;
    long sent = 0;
    long messages = 0;
    long full = 0;
    long dropped = lost.get();
    for (Outbox outbox : outboxes) {
      waiting += outbox.waiting();
      sent += outbox.sent();
      messages += outbox.messages();
      full += outbox.full();
      dropped += outbox.lost();
    }
    return new BrokerStatistics(
        reachable.get(),
        waiting,
        sent,
        messages,
        full,
        dropped,
        incoming.received(),
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
    outboxes.forEach(Outbox::close);
    broker.close();
  }
}
