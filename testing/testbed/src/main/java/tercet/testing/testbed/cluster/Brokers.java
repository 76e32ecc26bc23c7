package tercet.testing.testbed.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tercet.testing.testbed.server.Firewall;
import tercet.testing.testbed.server.RabbitCluster;
import tercet.testing.testbed.server.RabbitProcess;
import tercet.testing.testbed.server.RedisServer;

/** The servers that carry messages between the nodes of a cluster. */
sealed interface Brokers extends AutoCloseable {
  /** As many as bear the loss of one. */
  int RABBIT_SERVERS = 3;

  /** Its servers, but for those that are members already because they keep records. */
  List<LocalMember> members(Firewall firewall);

  /** How nodes use it, as options of {@code tercet run}. */
  List<String> options();

  @Override
  void close();

  /**
   * Starts the servers that a transport needs.
   *
   * @param records which it may share
   */
  static Brokers start(
      String transport, Databases records, Path folder, Consumer<String> progress) {
    return switch (transport) {
      case "http", "grpc" -> new None(transport);
      case "redis-streams" -> {
        if (records instanceof Databases.Redis redis) {
          yield new Shared(transport, redis.url());
        }
        progress.accept("starting Redis for messages");
        yield new Redis(
            transport, RedisServer.start(folder.resolve("broker"), progress, List.of()));
      }
      case "rabbitmq" -> {
        progress.accept("starting RabbitMQ");
        yield new Rabbit(
            transport,
            RabbitCluster.start(folder.resolve("rabbitmq"), RABBIT_SERVERS, progress, List.of()));
      }
      default -> throw new IllegalArgumentException("there is no transport " + transport);
    };
  }

  private static List<String> options(String transport, String url) {
    return List.of("--transport=" + transport, "--broker-url=" + url, "--broker-prefix=messages");
  }

  /** From node to node. */
  record None(String transport) implements Brokers {
    @Override
    public List<LocalMember> members(Firewall firewall) {
      return List.of();
    }

    @Override
    public List<String> options() {
      return List.of("--transport=" + transport);
    }

    @Override
    public void close() {
      // nothing was started
    }
  }

  /** The servers that keep the records. */
  record Shared(String transport, String url) implements Brokers {
    @Override
    public List<LocalMember> members(Firewall firewall) {
      return List.of();
    }

    @Override
    public List<String> options() {
      return Brokers.options(transport, url);
    }

    @Override
    public void close() {
      // they are ended with the records
    }
  }

  /** A Redis server. */
  record Redis(String transport, RedisServer server) implements Brokers {
    @Override
    public List<LocalMember> members(Firewall firewall) {
      Isolation isolation = new Isolation.ByGroup(server.process().group());
      LoneServerControl control = new LoneServerControl(Set.of("broker"), server.process());
      return List.of(new LocalMember("broker", control, firewall, isolation));
    }

    @Override
    public List<String> options() {
      return Brokers.options(transport, server.url());
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /** Servers of RabbitMQ that keep copies of each other's queues. */
  record Rabbit(String transport, RabbitCluster servers) implements Brokers {
    @Override
    public List<LocalMember> members(Firewall firewall) {
      return servers.servers().stream().map(server -> member(server, firewall)).toList();
    }

    private static LocalMember member(RabbitProcess server, Firewall firewall) {
      Isolation isolation = new Isolation.ByGroup(server.group());
      LoneServerControl control = new LoneServerControl(Set.of("broker"), server);
      return new LocalMember(server.name(), control, firewall, isolation);
    }

    @Override
    public List<String> options() {
      return Brokers.options(transport, servers.url());
    }

    @Override
    public void close() {
      servers.close();
    }
  }
}
