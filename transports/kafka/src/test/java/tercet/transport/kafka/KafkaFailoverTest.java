package tercet.transport.kafka;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Answer;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Inbox;
import tercet.runtime.broker.Recipient;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.Ownership;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.transport.Envelope;
import tercet.testing.contract.BrokerSender;
import tercet.testing.contract.Loopback;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.KafkaCluster;
import tercet.testing.testbed.server.KafkaProcess;
import tercet.testing.testbed.server.TimeBound;

/**
 * Three brokers; the controller, which also leads partitions, dies under load. {@code
 * -Dtercet.kafka.kills=20} and {@code -Dtercet.kafka.down.seconds=20} are the long form.
 */
@Tag("slow")
final class KafkaFailoverTest {
  private static final int KILLS = Integer.getInteger("tercet.kafka.kills", 1);
  private static final Duration DOWN =
      Duration.ofSeconds(Integer.getInteger("tercet.kafka.down.seconds", 4));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Measured on a quiet machine: 4 s. The brokers' and clients' own defaults need 9 and more. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(KILLS > 3 ? 4 : 7);

  private static KafkaCluster kafka;
  private final ClusterMap map = Loopback.cluster(4, Ownership.ANY_NODE, "front", "a", "b");

  @BeforeAll
  static void start() {
    kafka = KafkaCluster.start(3, what -> {});
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void killedBrokerIsReplacedInSeconds() throws Exception {
    KafkaSettings settings = KafkaSettings.of(kafka.url()).withPrefix("killed");
    List<Duration> silences = new ArrayList<>();
    try (FailoverLoad load = new FailoverLoad(settings, map);
        Admin admin = new Clients(settings, "test").admin()) {
      for (int kill = 0; kill < KILLS; kill++) {
        KafkaProcess leader = leader(admin);
        Await.until("each shard answers", PATIENCE, load::isWell);
        load.forget();
        leader.kill();
        Await.until("a shard is missed", PATIENCE, () -> !load.isWell());
        Await.until("each shard answers again", PATIENCE, load::isWell);
        silences.add(load.longestSilence());
        kafka.restart();
      }
    }
    silences.sort(null);
    System.out.printf(
        "longest silence of a shard after a kill, of %d: median %d ms, longest %d ms%n",
        KILLS, silences.get(KILLS / 2).toMillis(), silences.getLast().toMillis());
    assertTrue(silences.getLast().compareTo(TimeBound.of(SILENCE_MAX)) < 0, silences::toString);
  }

  /** The one that is the controller, after it has been given its partitions back. */
  private static KafkaProcess leader(Admin admin) throws Exception {
    kafka.awaitComplete();
    try {
      admin.electLeaders(ElectionType.PREFERRED, null).all().get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
    int number = admin.describeMetadataQuorum().quorumInfo().get().leaderId();
    return kafka.servers().get(number - 1);
  }

  @Test
  void everythingEndsWhenAllBrokersAreBack() {
    KafkaSettings settings = KafkaSettings.of(kafka.url()).withPrefix("down");
    try (FailoverLoad load = new FailoverLoad(settings, map)) {
      Await.until("each shard answers", PATIENCE, load::isWell);
      kafka.kill();
      long down = System.nanoTime();
      Await.until("it is down for long", PATIENCE, () -> System.nanoTime() - down > DOWN.toNanos());
      kafka.restart();
      Duration back = Await.until("each shard answers again", PATIENCE, load::isWell);
      System.out.printf("all brokers away: %d ms until each shard answers%n", back.toMillis());
      assertTrue(back.compareTo(Duration.ofSeconds(10)) < 0, back::toString);
    }
  }

  @Test
  void confirmedMessagesOutliveTheirBroker() throws Exception {
    KafkaSettings settings = KafkaSettings.of(kafka.url()).withPrefix("confirmed");
    Set<Long> received = ConcurrentHashMap.newKeySet();
    Set<Long> confirmed = new HashSet<>();
    ShardId shard = new ShardId(Service.ORDER, 1);
    try (KafkaBroker reader = new KafkaBroker(settings, map, "a");
        KafkaBroker writer = new KafkaBroker(settings, map, "front");
        Admin admin = new Clients(settings, "test").admin()) {
      reader.start(new Collecting(received));
      reader.assign(Set.of(shard));
      writer.start(new Collecting(ConcurrentHashMap.newKeySet()));
      for (int kill = 0; kill < KILLS; kill++) {
        KafkaProcess leader = leader(admin, "confirmed-order", shard.index());
        int before = confirmed.size();
        publish(writer, shard, confirmed, () -> confirmed.size() > before + 100);
        Thread killer = Thread.ofVirtual().start(leader::kill);
        publish(writer, shard, confirmed, () -> !killer.isAlive());
        int after = confirmed.size();
        publish(writer, shard, confirmed, () -> confirmed.size() > after + 100);
        kafka.restart();
      }
      Await.until("all have come", PATIENCE, () -> received.containsAll(confirmed));
    }
    assertTrue(confirmed.size() > KILLS * 200);
  }

  private static KafkaProcess leader(Admin admin, String topic, int index) throws Exception {
    leader(admin);
    TopicDescription description =
        admin.describeTopics(List.of(topic)).allTopicNames().get().values().iterator().next();
    int number = description.partitions().get(index).leader().id();
    return kafka.servers().get(number - 1);
  }

  /** Sends numbers one after the other, and remembers those that the brokers have taken. */
  private static void publish(
      KafkaBroker writer, ShardId shard, Set<Long> confirmed, BooleanSupplier enough) {
    long start = System.nanoTime();
    for (long number = start; !enough.getAsBoolean(); number++) {
      EnvelopeBatch.Writer batch = new EnvelopeBatch.Writer();
      batch.add(new Envelope.ToNode(new ReplyAddress("a", number), new Answer.Done()));
      try {
        BrokerSender.send(
            writer, new BrokerSender.Message(new Recipient.Shard(shard), batch.toBytes()));
        confirmed.add(number);
      } catch (IOException unknown) {
        assertTrue(System.nanoTime() - start < PATIENCE.toNanos(), unknown::toString);
      }
    }
  }

  private record Collecting(Set<Long> numbers) implements Inbox, EnvelopeBatch.Listener {
    @Override
    public BooleanSupplier fromShard(ShardId shard, byte[] batch) {
      EnvelopeBatch.read(batch, this);
      return () -> true;
    }

    @Override
    public void forNode(byte[] batch) {}

    @Override
    public void envelope(Envelope envelope) {
      numbers.add(((Envelope.ToNode) envelope).to().number());
    }

    @Override
    public void malformed(MalformedBytesException why) {
      throw why;
    }
  }
}
