package tercet.transport.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;
import tercet.driver.redis.RedisConnections;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Inbox;

/** Reads those streams of one hash tag that this node is to read, on a thread of its own. */
final class StreamReader implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(StreamReader.class.getName());

  /** How often a reader looks for messages that another reader has left behind. */
  private static final long CLAIM_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

  /** The age at which such a message counts as left behind. */
  private static final Duration CLAIM_AFTER = Duration.ofSeconds(1);

  private static final long RETRY_NANOS = Duration.ofMillis(50).toNanos();

  /** A pause where no stream has room. */
  private static final long FULL_NANOS = Duration.ofMillis(10).toNanos();

  private final RedisConnections connections;
  private final StreamNames names;
  private final Service service;
  private final int tag;
  private final byte[] consumer;
  private final Inbox inbox;
  private final Thread thread;
  private final Map<ShardId, ReadStream> reading = new LinkedHashMap<>();
  private volatile Set<ShardId> assigned = Set.of();
  private volatile boolean closed;
  private @Nullable StreamLink link;
  private long claimedAt;

  StreamReader(
      RedisConnections connections,
      StreamNames names,
      Service service,
      int tag,
      String node,
      Inbox inbox) {
    this.connections = connections;
    this.names = names;
    this.service = service;
    this.tag = tag;
    this.consumer = node.getBytes(UTF_8);
    this.inbox = inbox;
    String name = "streams-%s-%d".formatted(service, tag);
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** From now on this reader reads those of the shards that have its hash tag. */
  void assign(Set<ShardId> shards) {
    assigned =
        shards.stream()
            .filter(shard -> shard.service() == service && StreamNames.tag(shard) == tag)
            .collect(Collectors.toUnmodifiableSet());
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      try {
        if (assigned.isEmpty() && reading.isEmpty()) {
          LockSupport.park(this);
        } else {
          step();
        }
      } catch (JedisException broken) {
        LOG.log(System.Logger.Level.DEBUG, "Streams cannot be read and are tried again", broken);
        disconnect();
        LockSupport.parkNanos(this, RETRY_NANOS);
      } catch (RuntimeException bug) {
        LOG.log(System.Logger.Level.ERROR, "A bug: a stream cannot be read.", bug);
        disconnect();
        LockSupport.parkNanos(this, RETRY_NANOS);
      }
    }
    end();
  }

  private void step() {
    StreamLink current = connected();
    Set<ShardId> wanted = assigned;
    reading.keySet().retainAll(wanted); // the next reader claims what is not confirmed
    for (ShardId shard : wanted) {
      if (!reading.containsKey(shard)) {
        ReadStream stream = new ReadStream(shard, names.stream(shard));
        current.makeGroup(stream);
        current.claim(stream, Duration.ZERO, this::take);
        reading.put(shard, stream);
      }
    }
    current.confirm(List.copyOf(reading.values()));
    long now = System.nanoTime();
    if (now - claimedAt > CLAIM_EVERY_NANOS) {
      claimedAt = now;
      withRoom().forEach(stream -> current.claim(stream, CLAIM_AFTER, this::take));
    }
    List<ReadStream> streams = withRoom();
    if (streams.isEmpty()) {
      LockSupport.parkNanos(this, FULL_NANOS);
    } else {
      current.read(streams, this::take);
    }
  }

  private List<ReadStream> withRoom() {
    return reading.values().stream().filter(stream -> !stream.isFull()).toList();
  }

  private void take(ReadStream stream, byte[] id, byte[] batch) {
    if (!closed) {
      stream.taken(id, inbox.fromShard(stream.shard(), batch));
    }
  }

  private StreamLink connected() {
    StreamLink current = link;
    if (current == null) {
      connections.renew();
      Connection connection = connections.connect(names.tag(service, tag));
      current = new StreamLink(connections, connection, consumer);
      link = current;
      reading.values().forEach(current::makeGroup);
    }
    return current;
  }

  private void disconnect() {
    StreamLink current = link;
    link = null;
    if (current != null) {
      current.discard();
    }
  }

  private void end() {
    StreamLink current = link;
    try {
      if (current != null) {
        current.confirm(new ArrayList<>(reading.values()));
        link = null;
        current.giveBack();
      }
    } catch (JedisException broken) {
      disconnect(); // the next reader sees these messages a second time
    }
  }

  /** Ends after the message that is under way. */
  void stop() {
    closed = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void close() {
    stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
