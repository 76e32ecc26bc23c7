package tercet.transport.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import tercet.driver.redis.RedisConnections;
import tercet.driver.redis.Replies;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Broker;
import tercet.runtime.broker.Inbox;
import tercet.runtime.broker.Parcel;
import tercet.runtime.broker.Recipient;
import tercet.runtime.time.Ticker;

/** Messages by Redis: a server alone, a master under Sentinel, or Redis Cluster. */
public final class RedisStreams implements Broker {
  /** Sharded channels came with it. */
  private static final int VERSION_MIN = 7;

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final RedisConnections connections;
  private final RedisStreamsSettings settings;
  private final StreamNames names;
  private final String node;
  private final Publisher publisher;
  private final List<StreamReader> readers = new ArrayList<>();
  private final List<ChannelListener> listeners = new ArrayList<>();
  private final Ticker silence = new Ticker("channels-in-silence", LOOK_EVERY, this::breakSilence);

  private RedisStreams(RedisConnections connections, RedisStreamsSettings settings, String node) {
    this.connections = connections;
    this.settings = settings;
    this.node = node;
    this.names = new StreamNames(settings.prefix());
    this.publisher = new Publisher(connections, names, why -> unreachable(settings, why));
  }

  /**
   * Connects a node.
   *
   * @param node its name in the cluster file
   * @throws IOException with a sentence for the operator if no server can be reached
   */
  public static RedisStreams connect(RedisStreamsSettings settings, String node)
      throws IOException {
    try {
      return new RedisStreams(new RedisConnections(settings.login()), settings, node);
    } catch (JedisException e) {
      throw unreachable(settings, e);
    }
  }

  private static IOException unreachable(RedisStreamsSettings settings, JedisException why) {
    return new IOException(
        "Redis at %s cannot be used for messages: %s".formatted(settings.login(), why.getMessage()),
        why);
  }

  @Override
  public void start(Inbox inbox) throws IOException {
    try {
      requireVersion();
      for (Recipient to : List.of(new Recipient.Node(node), new Recipient.AllNodes())) {
        ChannelListener listener =
            new ChannelListener(connections, publisher, to, names.channel(to), inbox);
        listeners.add(listener);
        listener.start();
      }
    } catch (JedisException e) {
      throw unreachable(settings, e);
    }
    for (Service service : Service.values()) {
      for (int tag = 0; tag < StreamNames.TAGS; tag++) {
        readers.add(new StreamReader(connections, names, service, tag, node, inbox));
      }
    }
    readers.forEach(StreamReader::start);
    silence.start();
  }

  private void breakSilence() {
    listeners.forEach(ChannelListener::breakSilence);
  }

  private void requireVersion() throws IOException {
    try (Connection connection = connections.connect(names.channel(new Recipient.AllNodes()))) {
      connection.sendCommand(Protocol.Command.INFO, "server");
      String info = Replies.text(connection.getOne());
      String version = info.replaceFirst("(?s).*redis_version:(\\S+).*", "$1");
      if (Integer.parseInt(version.split("\\.", 2)[0]) < VERSION_MIN) {
        throw new IOException(
            "%s is Redis %s; 7.0 or newer is needed for messages."
                .formatted(connection.getHostAndPort(), version));
      }
    }
  }

  @Override
  public void publish(List<Parcel> parcels) {
    publisher.publish(parcels);
  }

  @Override
  public void assign(Set<ShardId> shards) {
    for (StreamReader reader : readers) {
      reader.assign(shards);
    }
  }

  @Override
  public void close() {
    readers.forEach(StreamReader::stop);
    readers.forEach(StreamReader::close);
    silence.close();
    listeners.forEach(ChannelListener::close);
    connections.close();
  }
}
