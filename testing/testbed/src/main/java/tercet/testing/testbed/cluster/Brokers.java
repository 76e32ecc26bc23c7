package tercet.testing.testbed.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tercet.testing.testbed.server.Firewall;
import tercet.testing.testbed.server.GroupedServer;
import tercet.testing.testbed.server.KafkaCluster;
import tercet.testing.testbed.server.RabbitCluster;
import tercet.testing.testbed.server.RedisServer;

/** The servers that carry messages between the nodes of a cluster. */
sealed interface Brokers extends AutoCloseable {
  /** Its servers, but for those that are members already because they keep records. */
  List<LocalMember> members(Firewall firewall);

  /** How nodes use it, as options of {@code tercet run}. */
  List<String> options();

  @Override
  void close();

  /**
   * Starts the servers that the blueprint's transport needs.
   *
   * @param records which it may share
   */
  static Brokers start(
      Blueprint blueprint, Databases records, Path folder, Consumer<String> progress) {
    Brokers carrying = startOf(blueprint, records, folder, progress);
    if (!blueprint.repliesByRedis()) {
      return carrying;
    }
    try {
      progress.accept("starting Redis for answers");
      RedisServer server = RedisServer.start(folder.resolve("answers"), progress, List.of());
      return new WithReplies(carrying, server);
    } catch (RuntimeException e) {
      carrying.close();
      throw e;
    }
  }

  private static Brokers startOf(
      Blueprint blueprint, Databases records, Path folder, Consumer<String> progress) {
    String transport = blueprint.transport();
    return switch (transport) {
      case "http", "grpc" -> new None(transport);
      case "redis-streams" -> {
        if (blueprint.sharesRedis() && records instanceof Databases.Redis redis) {
          yield new Shared(transport, redis.url());
        }
        progress.accept("starting Redis for messages");
        RedisServer server = RedisServer.start(folder.resolve("broker"), progress, List.of());
        yield new Own(transport, server.url(), List.of(server.process()), server::close);
      }
      case "kafka" -> {
        KafkaCluster all =
            KafkaCluster.start(folder.resolve("broker"), blueprint.brokers(), progress);
        yield new Own(transport, all.url(), all.servers(), all::close);
      }
      case "rabbitmq" -> {
        progress.accept("starting RabbitMQ");
        RabbitCluster all =
            RabbitCluster.start(folder.resolve("broker"), blueprint.brokers(), progress, List.of());
        yield new Own(transport, all.url(), all.servers(), all::close);
      }
      default -> throw new IllegalArgumentException("there is no transport " + transport);
    };
  }

  private static LocalMember member(GroupedServer server, Firewall firewall) {
    LoneServerControl control = new LoneServerControl(Set.of("broker"), server);
    Isolation isolation = new Isolation.ByGroup(server.group());
    return new LocalMember(server.name(), control, firewall, isolation);
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

  /**
   * Servers that carry messages and nothing else.
   *
   * @param url of all of them
   * @param end ends them
   */
  record Own(String transport, String url, List<? extends GroupedServer> servers, Runnable end)
      implements Brokers {
    @Override
    public List<LocalMember> members(Firewall firewall) {
      return servers.stream().map(server -> Brokers.member(server, firewall)).toList();
    }

    @Override
    public List<String> options() {
      return Brokers.options(transport, url);
    }

    @Override
    public void close() {
      end.run();
    }
  }

  /** A Redis server for answers beside others. */
  record WithReplies(Brokers others, RedisServer answers) implements Brokers {
    @Override
    public List<LocalMember> members(Firewall firewall) {
      List<LocalMember> all = new ArrayList<>(others.members(firewall));
      all.add(Brokers.member(answers.process(), firewall));
      return all;
    }

    @Override
    public List<String> options() {
      List<String> all = new ArrayList<>(others.options());
      all.add("--replies-url=" + answers.url());
      return all;
    }

    @Override
    public void close() {
      answers.close();
      others.close();
    }
  }
}
