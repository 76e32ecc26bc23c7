package tercet.transport.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.BrokerSettings;
import tercet.runtime.broker.BrokerStatistics;
import tercet.runtime.broker.BrokerTransport;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.Ownership;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.transport.Envelope;
import tercet.testing.contract.EnvelopeSamples;
import tercet.testing.contract.Loopback;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.KafkaCluster;
import tercet.testing.testbed.server.KafkaPrograms;

/**
 * Envelopes per second through Kafka, from a gateway to a server and back, in turns with Kafka's
 * own producer test with records of the size of an envelope. Started by hand, with the number of
 * brokers, 1 or 3; HACKING.md says how.
 */
final class KafkaMeasurement implements AutoCloseable {
  private static final Duration TIME = Duration.ofSeconds(5);
  private static final Duration LOST_AFTER = Duration.ofMillis(500);
  private static final int UNDER_WAY = 8_192;
  private static final int RECORDS = 500_000;
  private static final int ROUNDS = 3;
  private static final String TOPIC = "measured";
  private static final Pattern RATE = Pattern.compile("([0-9.]+) records/sec");

  private final ClusterMap map = Loopback.cluster(8, Ownership.ANY_NODE, "front", "back");
  private final List<ShardId> shards = map.preferring(map.node("back"));
  private final BrokerTransport front;
  private final BrokerTransport back;
  private final AtomicLong answered = new AtomicLong();
  private final Semaphore room = new Semaphore(0);
  private int number;
  private int spread;

  private KafkaMeasurement(KafkaSettings settings) {
    spread = shards.size();
    front = transport(settings, "front");
    back = transport(settings, "back");
    back.start(envelope -> {
      if (envelope instanceof Envelope.ToShard(Request request)) {
        back.send(new Envelope.ToNode(request.replyTo(), new Answer.Created("id")));
      }
      return true;
    });
    front.start(envelope -> {
      answered.incrementAndGet();
      room.release();
      return true;
    });
  }

  private BrokerTransport transport(KafkaSettings settings, String name) {
    return new BrokerTransport(
        map, name, new KafkaBroker(settings, map, name), BrokerSettings.DEFAULTS);
  }

  public static void main(String[] arguments) throws Exception {
    int brokers = arguments.length == 0 ? 1 : Integer.parseInt(arguments[0]);
    try (KafkaCluster kafka = KafkaCluster.start(brokers, what -> {});
        KafkaMeasurement measurement = new KafkaMeasurement(KafkaSettings.of(kafka.url()))) {
      makeTopic(kafka, brokers);
      measurement.awaitAnswer();
      measurement.room.release(UNDER_WAY);
      measurement.send();
      System.out.println("shards  envelopes/s  per message  records/s of Kafka's test  ratio");
      for (int round = 0; round < ROUNDS; round++) {
        measurement.inTurns(kafka, 1);
        measurement.inTurns(kafka, measurement.shards.size());
      }
    }
  }

  /** Messages are the larger the fewer shards they go to. */
  private void inTurns(KafkaCluster kafka, int toShards) throws InterruptedException {
    spread = toShards;
    BrokerStatistics before = front.statistics();
    double own = measure();
    BrokerStatistics after = front.statistics();
    double perMessage =
        (double) (after.sent() - before.sent()) / (after.messages() - before.messages());
    double test = producerTest(kafka);
    System.out.printf(
        "%6d  %11.0f  %11.1f  %25.0f  %5.2f%n", toShards, own, perMessage, test, own / test);
  }

  private static void makeTopic(KafkaCluster kafka, int brokers) throws Exception {
    try (Admin admin = new Clients(KafkaSettings.of(kafka.url()), "test").admin()) {
      short copies = (short) (brokers < 3 ? 1 : 3);
      admin.createTopics(List.of(new NewTopic(TOPIC, 8, copies))).all().get();
    }
  }

  private static double producerTest(KafkaCluster kafka) {
    String said =
        KafkaPrograms.run(
            Path.of(System.getProperty("java.io.tmpdir")),
            "org.apache.kafka.tools.ProducerPerformance",
            List.of(
                "--topic",
                TOPIC,
                "--num-records",
                Integer.toString(RECORDS),
                "--record-size",
                Integer.toString(bytesOfAnEnvelope()),
                "--throughput",
                "-1",
                "--bootstrap-server",
                kafka.addresses(),
                "--command-property",
                "acks=all"));
    return RATE.matcher(said)
        .results()
        .map(MatchResult::group)
        .map(text -> text.substring(0, text.indexOf(' ')))
        .mapToDouble(Double::parseDouble)
        .reduce((earlier, last) -> last)
        .orElseThrow();
  }

  private static int bytesOfAnEnvelope() {
    EnvelopeBatch.Writer batch = new EnvelopeBatch.Writer();
    int count = 1_000;
    for (int number = 0; number < count; number++) {
      ShardId shard = new ShardId(Service.ORDER, 1);
      batch.add(new Envelope.ToShard(EnvelopeSamples.request(shard, number, "front/1")));
    }
    return batch.toBytes().length / count;
  }

  private void awaitAnswer() {
    Await.until(
        "an answer comes",
        Duration.ofSeconds(20),
        () -> {
          ask();
          return answered.get() > 0;
        });
    room.drainPermits();
  }

  private void ask() {
    ShardId shard = shards.get(number % spread);
    front.send(new Envelope.ToShard(EnvelopeSamples.request(shard, number++, "front/1")));
  }

  private void send() throws InterruptedException {
    long end = System.nanoTime() + TIME.toNanos();
    while (System.nanoTime() - end < 0) {
      if (!room.tryAcquire(LOST_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
        System.out.println("lost one");
      }
      ask();
    }
  }

  private double measure() throws InterruptedException {
    long before = answered.get();
    long start = System.nanoTime();
    send();
    return 2 * (answered.get() - before) * 1e9 / (System.nanoTime() - start);
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }
}
