package tercet.testing.testbed.server;

import java.nio.file.Path;

/**
 * The settings of Kafka servers that take over from each other in about two seconds. {@code
 * docs/operate/kafka.md} has the reasons.
 */
final class KafkaServerSettings {
  private KafkaServerSettings() {}

  /**
   * For one server.
   *
   * @param count of all servers
   * @param voters all controllers
   */
  static String of(Path folder, int number, int count, int port, String voters) {
    String own = voters.split(",", -1)[number - 1];
    return """
    process.roles=broker,controller
    node.id=%1$d
    controller.quorum.voters=%2$s
    listeners=PLAINTEXT://127.0.0.1:%3$d,CONTROLLER://%4$s
    advertised.listeners=PLAINTEXT://127.0.0.1:%3$d
    controller.listener.names=CONTROLLER
    inter.broker.listener.name=PLAINTEXT
    log.dirs=%5$s
    auto.create.topics.enable=false
    default.replication.factor=%6$d
    min.insync.replicas=%7$d
    offsets.topic.replication.factor=%6$d
    offsets.topic.num.partitions=1
    transaction.state.log.replication.factor=%6$d
    transaction.state.log.min.isr=%7$d
    share.coordinator.state.topic.replication.factor=%6$d
    share.coordinator.state.topic.min.isr=%7$d
    broker.session.timeout.ms=1000
    broker.heartbeat.interval.ms=200
    controller.quorum.fetch.timeout.ms=1000
    controller.quorum.election.timeout.ms=300
    controller.quorum.election.backoff.max.ms=100
    controller.quorum.request.timeout.ms=1000
    controller.quorum.retry.backoff.ms=20
    metadata.max.idle.interval.ms=200
    replica.lag.time.max.ms=1500
    replica.fetch.wait.max.ms=200
    replica.fetch.backoff.ms=50
    num.network.threads=2
    num.io.threads=4
    log.cleaner.dedupe.buffer.size=16777216
    """
        .formatted(
            number,
            voters,
            port,
            own.substring(own.indexOf('@') + 1),
            folder.resolve("data"),
            count < 3 ? 1 : 3,
            count < 3 ? 1 : 2);
  }

  /** One more port, where clients show a name and a password. */
  static String secured(int port, int securedPort, String controller, KafkaCluster.Login login) {
    return """
    listeners=PLAINTEXT://127.0.0.1:%1$d,SECURED://127.0.0.1:%2$d,CONTROLLER://%3$s
    advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,SECURED://127.0.0.1:%2$d
    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_PLAINTEXT
    sasl.enabled.mechanisms=PLAIN
    listener.name.secured.plain.sasl.jaas.config=\\
      org.apache.kafka.common.security.plain.PlainLoginModule required user_%4$s="%5$s";
    """
        .formatted(port, securedPort, controller, login.user(), login.password());
  }
}
