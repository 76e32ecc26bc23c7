package tercet.transport.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Inbox;
import tercet.runtime.broker.Recipient;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.Ownership;
import tercet.testing.contract.BrokerSender;
import tercet.testing.contract.Loopback;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.KafkaCluster;

/** One broker that is not as the transport needs it, and one that asks for a login. */
@Tag("slow")
final class KafkaRefusalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static KafkaCluster kafka;
  private final ClusterMap map = Loopback.cluster(4, Ownership.ANY_NODE, "front", "a");

  @BeforeAll
  static void start() {
    kafka = KafkaCluster.startWithLogin(new KafkaCluster.Login("shop", "secret"), what -> {});
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void topicWithAnotherNumberOfPartitionsIsRefused() throws Exception {
    KafkaSettings settings = settings().withPrefix("other");
    try (Admin admin = new Clients(settings, "test").admin()) {
      admin.createTopics(List.of(new NewTopic("other-stock", 3, (short) 1))).all().get();
    }
    String why = refusal(settings);
    assertTrue(why.contains("other-stock has 3 partitions, and there must be 4"), why);
    assertTrue(why.contains("delete the topics that begin with other-"), why);
  }

  @Test
  void nodeThatIsNewInTheClusterGetsAPartition() throws Exception {
    KafkaSettings settings = settings().withPrefix("grown");
    start(settings, map).close();
    ClusterMap grown = Loopback.cluster(4, Ownership.ANY_NODE, "front", "a", "b");
    start(settings, grown).close();
    try (Admin admin = new Clients(settings, "test").admin()) {
      var topics = admin.describeTopics(List.of("grown-nodes")).allTopicNames().get();
      assertEquals(List.of(4), topics.values().stream().map(t -> t.partitions().size()).toList());
    }
    start(settings, map).close(); // and one that leaves harms nothing
  }

  @Test
  void topicWithAnotherReplicationIsRefused() throws Exception {
    KafkaSettings settings = settings().withPrefix("copied");
    start(settings, map).close();
    String why = refusal(settings.withReplication(3));
    assertTrue(why.contains("has 1 copies of each message, and there must be 3"), why);
  }

  @ParameterizedTest
  @CsvSource({
    "message.timestamp.type, CreateTime, LogAppendTime",
    "cleanup.policy, compact, delete",
    "max.message.bytes, 1000, at least",
  })
  void topicWithASettingThatLosesMessagesIsRefused(String setting, String value, String wanted)
      throws Exception {
    KafkaSettings settings = settings().withPrefix("set-" + value.toLowerCase(Locale.ROOT));
    start(settings, map).close();
    ConfigResource topic =
        new ConfigResource(ConfigResource.Type.TOPIC, settings.prefix() + "-stock");
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
    try (Admin admin = new Clients(settings, "test").admin()) {
      admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get();
    }
    String why = refusal(settings);
    assertTrue(why.contains("-stock has " + setting + " '" + value + "'"), why);
    assertTrue(why.contains("must be " + wanted), why);
  }

  @Test
  void moreCopiesThanBrokersAreRefused() {
    String why = refusal(settings().withPrefix("rich").withReplication(3));
    assertTrue(why.contains("Kafka has 1 brokers, and each topic is to have 3 copies"), why);
  }

  @Test
  void brokerThatIsNotThereIsNamed() {
    String address = Loopback.freeAddress().toString();
    String why = refusal(KafkaSettings.of("kafka://" + address));
    assertTrue(why.startsWith("Kafka at " + address + " cannot be used"), why);
  }

  @Test
  void wrongPasswordIsRefusedAndOneThatIsCorrectedInItsFileIsNot(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "wrong\n");
    KafkaSettings settings =
        KafkaSettings.of("kafka://" + kafka.addressWithLogin())
            .withPrefix("secret")
            .withLogin(new KafkaSettings.Login(KafkaSettings.Mechanism.PLAIN, "shop", "", file));
    String why = refusal(settings);
    assertTrue(why.contains("refuses the login"), why);
    assertFalse(why.contains("wrong"), why);
    Files.writeString(file, "secret\n");
    try (KafkaBroker broker = start(settings, map)) {
      ShardId shard = map.preferring(map.node("a")).getFirst();
      BrokerSender.send(broker, new BrokerSender.Message(new Recipient.Shard(shard), new byte[1]));
    }
  }

  @Test
  void topicsThatVanishAreMadeAgain() throws Exception {
    KafkaSettings settings = settings().withPrefix("vanished");
    Set<Byte> received = ConcurrentHashMap.newKeySet();
    ShardId shard = map.preferring(map.node("a")).getFirst();
    try (KafkaBroker broker = new KafkaBroker(settings, map, "a");
        Admin admin = new Clients(settings, "test").admin()) {
      broker.start(new Taking(received));
      broker.assign(Set.of(shard));
      awaitRoundTrip(broker, shard, received, (byte) 1);
      admin
          .deleteTopics(
              admin.listTopics().names().get().stream()
                  .filter(name -> name.startsWith("vanished-"))
                  .toList())
          .all()
          .get();
      awaitRoundTrip(broker, shard, received, (byte) 2);
      received.clear();
      Await.until(
          "this node hears itself",
          PATIENCE,
          () ->
              isPublished(broker, new Recipient.AllNodes(), (byte) 3)
                  && received.contains((byte) 3));
    }
  }

  private static void awaitRoundTrip(
      KafkaBroker broker, ShardId shard, Set<Byte> received, byte word) {
    Await.until(
        "message " + word + " comes",
        PATIENCE,
        () -> isPublished(broker, new Recipient.Shard(shard), word) && received.contains(word));
  }

  private static boolean isPublished(KafkaBroker broker, Recipient to, byte word) {
    try {
      BrokerSender.send(broker, new BrokerSender.Message(to, new byte[] {word}));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private record Taking(Set<Byte> words) implements Inbox {
    @Override
    public BooleanSupplier fromShard(ShardId shard, byte[] batch) {
      words.add(batch[0]);
      return () -> true;
    }

    @Override
    public void forNode(byte[] batch) {
      words.add(batch[0]);
    }
  }

  @Test
  void topicsHaveTheSettingsThatMessagesNeed() throws Exception {
    KafkaSettings settings = settings().withPrefix("made");
    start(settings, map).close();
    try (Admin admin = new Clients(settings, "test").admin()) {
      Map<String, Integer> partitions = new HashMap<>();
      List<String> names = List.of("made-order", "made-stock", "made-payment", "made-nodes");
      admin
          .describeTopics(names)
          .allTopicNames()
          .get()
          .forEach((name, topic) -> partitions.put(name, topic.partitions().size()));
      assertEquals(
          Map.of("made-order", 4, "made-stock", 4, "made-payment", 4, "made-nodes", 1 + 2),
          partitions);
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "made-order");
      Map<String, String> values = new HashMap<>();
      admin
          .describeConfigs(List.of(topic))
          .all()
          .get()
          .values()
          .forEach(
              config -> config.entries().forEach(entry -> values.put(entry.name(), entry.value())));
      assertEquals("300000", values.get("retention.ms"));
      assertEquals("LogAppendTime", values.get("message.timestamp.type"));
      assertEquals("1", values.get("min.insync.replicas"));
    }
  }

  private KafkaSettings settings() {
    return KafkaSettings.of(kafka.url());
  }

  private String refusal(KafkaSettings settings) {
    return refusal(settings, map);
  }

  private static String refusal(KafkaSettings settings, ClusterMap map) {
    IOException refused = assertThrows(IOException.class, () -> start(settings, map));
    return Objects.requireNonNull(refused.getMessage());
  }

  private static KafkaBroker start(KafkaSettings settings, ClusterMap map) throws IOException {
    KafkaBroker broker = new KafkaBroker(settings, map, "a");
    broker.start(new Taking(ConcurrentHashMap.newKeySet()));
    return broker;
  }
}
