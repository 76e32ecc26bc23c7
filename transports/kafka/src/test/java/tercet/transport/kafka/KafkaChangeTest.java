package tercet.transport.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.BrokerSettings;
import tercet.runtime.broker.BrokerTransport;
import tercet.runtime.broker.Inbox;
import tercet.runtime.broker.Parcel;
import tercet.runtime.broker.Recipient;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.Ownership;
import tercet.runtime.transport.Envelope;
import tercet.testing.contract.Loopback;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.KafkaCluster;

/** Nodes come to a cluster that runs. */
@Tag("slow")
@Timeout(180)
final class KafkaChangeTest {
  private static KafkaCluster kafka;
  private final ClusterMap small = cluster("a", "c");

  /** The place of c is another one here. */
  private final ClusterMap grown = cluster("a", "b", "c");

  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeAll
  static void start() {
    kafka = KafkaCluster.start(1, what -> {});
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private static ClusterMap cluster(String... servers) {
    return Loopback.cluster(4, Ownership.ANY_NODE, "front", servers);
  }

  @Test
  void messageToANodeThatIsNotInTheClusterFailsAlone() throws IOException {
    KafkaBroker broker = new KafkaBroker(settings("alone"), small, "a");
    open.add(broker);
    broker.start(new Ignoring());
    Set<Recipient> taken = ConcurrentHashMap.newKeySet();
    List<String> failures = new CopyOnWriteArrayList<>();
    List<Recipient> known = new ArrayList<>(List.of(new Recipient.AllNodes()));
    small.preferring(small.node("a")).forEach(shard -> known.add(new Recipient.Shard(shard)));
    List<Recipient> all = new ArrayList<>(known);
    all.add(1, new Recipient.Node("b"));
    broker.publish(
        all.stream()
            .map(to -> new Parcel(to, new byte[] {1}, new Hearing(to, taken, failures)))
            .toList());
    Await.until("all are decided", () -> taken.size() + failures.size() == all.size());
    assertEquals(Set.copyOf(known), taken);
    assertEquals(List.of("Kafka has no partition for node b yet."), failures);
  }

  @Test
  void nodesThatRunReachOneThatIsNewAndThoseWhosePlaceHasChanged() {
    Set<Envelope> atB = ConcurrentHashMap.newKeySet();
    Set<Envelope> atC = ConcurrentHashMap.newKeySet();
    BrokerTransport front = transport(small, "front", ConcurrentHashMap.newKeySet());
    BrokerTransport c = transport(small, "c", atC);
    awaitAnswer(front, "c", atC);
    front.change(grown);
    c.change(grown);
    transport(grown, "b", atB);
    awaitAnswer(front, "b", atB);
    awaitAnswer(front, "c", atC);
    assertFalse(atC.contains(question("b")), "what is for another node is dropped");
    assertFalse(atB.contains(question("c")), "what is for another node is dropped");
    Await.until("the broker takes all", () -> front.statistics().reachable());
  }

  private BrokerTransport transport(ClusterMap map, String node, Set<Envelope> received) {
    BrokerTransport transport =
        new BrokerTransport(
            map, node, new KafkaBroker(settings("grows"), map, node), BrokerSettings.DEFAULTS);
    open.add(transport);
    transport.start(received::add);
    return transport;
  }

  private static void awaitAnswer(BrokerTransport from, String node, Set<Envelope> at) {
    at.clear();
    Await.until(
        "node " + node + " is asked",
        () -> {
          from.send(question(node));
          return at.contains(question(node));
        });
  }

  private static Envelope question(String node) {
    return new Envelope.Question(node, new ReplyAddress("front", 1), "who?");
  }

  private KafkaSettings settings(String prefix) {
    return KafkaSettings.of(kafka.url()).withPrefix(prefix);
  }

  /** Forgets what comes. */
  private static final class Ignoring implements Inbox {
    @Override
    public BooleanSupplier fromShard(ShardId shard, byte[] batch) {
      return () -> true;
    }

    @Override
    public void forNode(byte[] batch) {}
  }

  private record Hearing(Recipient to, Set<Recipient> all, List<String> failures)
      implements Parcel.Outcome {
    @Override
    public void taken() {
      all.add(to);
    }

    @Override
    public void failed(IOException why) {
      failures.add(String.valueOf(why.getMessage()));
    }
  }
}
