package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.kernel.command.Answer;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.ClusterTransport;
import tercet.runtime.cluster.Ownership;
import tercet.runtime.cluster.PeerSettings;
import tercet.runtime.transport.Envelope;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.TimeBound;

/**
 * A gateway in this process, and two nodes in processes of their own that serve the same shards:
 * one of them dies, hangs and returns. An adapter's test class implements it.
 */
public interface ProcessContract {
  /** How long anything may take that is not measured. */
  Duration PATIENCE = Duration.ofSeconds(20);

  /** How a node in this process is connected. */
  ClusterTransport transport(ClusterMap map, String name);

  /** Has a {@code main} that runs {@link EchoNode} with the adapter. */
  Class<?> echoMain();

  /** The arguments of its {@code main} after the cluster file and the name of the node. */
  default List<String> echoArguments() {
    return List.of();
  }

  /** A node that is gone is noticed in less: its connections break. */
  default Duration noticedWithin() {
    return Duration.ofSeconds(1);
  }

  /**
   * A node that hangs is noticed in less. On a quiet machine in 0.8 s; where answers took long of
   * late, after the longest wait.
   */
  default Duration hangingNoticedWithin() {
    return PeerSettings.DEFAULTS
        .answerMax()
        .plus(PeerSettings.DEFAULTS.probeAfter())
        .plusMillis(750);
  }

  @Test
  default void otherNodeTakesTheShardsOfOneThatIsKilledUntilItIsBack(@TempDir Path folder)
      throws IOException {
    ClusterMap map = Loopback.cluster(8, Ownership.ANY_NODE, "front", "a", "b");
    Path file = Files.writeString(folder.resolve("cluster.properties"), Loopback.file(map));
    try (EchoProcess _ = start(file, "b");
        Asker front = new Asker("front", transport(map, "front"))) {
      try (EchoProcess a = start(file, "a")) {
        awaitPreferred(front, map);
        a.kill();
        Duration noticed =
            Await.until("a is missed", PATIENCE, () -> !front.transport().reaches("a"));
        report("killed", noticed);
        assertTrue(noticed.compareTo(TimeBound.of(noticedWithin())) < 0, noticed::toString);
        assertServedBy("b", front, map);
      }
      try (EchoProcess _ = start(file, "a")) {
        awaitPreferred(front, map);
      }
    }
  }

  @Test
  default void otherNodeTakesTheShardsOfOneThatHangs(@TempDir Path folder) throws IOException {
    ClusterMap map = Loopback.cluster(8, Ownership.ANY_NODE, "front", "a", "b");
    Path file = Files.writeString(folder.resolve("cluster.properties"), Loopback.file(map));
    try (EchoProcess _ = start(file, "b");
        EchoProcess a = start(file, "a");
        Asker front = new Asker("front", transport(map, "front"))) {
      awaitPreferred(front, map);
      a.hang();
      Duration noticed =
          Await.until("a is missed", PATIENCE, () -> !front.transport().reaches("a"));
      report("hangs", noticed);
      assertTrue(noticed.compareTo(TimeBound.of(hangingNoticedWithin())) < 0, noticed::toString);
      assertServedBy("b", front, map);
      a.goOn();
      awaitPreferred(front, map);
    }
  }

  /** Batches that are larger than all buffers on the way: the sender waits while it writes. */
  @Test
  default void nodeThatHangsWhileItIsSentMuchIsNoticed(@TempDir Path folder) throws IOException {
    ClusterMap map = Loopback.cluster(8, Ownership.ANY_NODE, "front", "a", "b");
    Path file = Files.writeString(folder.resolve("cluster.properties"), Loopback.file(map));
    try (EchoProcess _ = start(file, "b");
        EchoProcess a = start(file, "a");
        Asker front = new Asker("front", transport(map, "front"))) {
      awaitPreferred(front, map);
      a.hang();
      ClusterTransport transport = front.transport();
      for (int number = 0; number < 1_000; number++) {
        transport.send(
            new Envelope.ToNode(
                new ReplyAddress("a", number), new Answer.Created("x".repeat(50_000))));
      }
      Duration noticed =
          Await.until("a is missed", PATIENCE, () -> !front.transport().reaches("a"));
      report("hangs under load", noticed);
      assertTrue(noticed.compareTo(TimeBound.of(hangingNoticedWithin())) < 0, noticed::toString);
      assertServedBy("b", front, map);
      a.goOn();
      awaitPreferred(front, map);
    }
  }

  /** A store that belongs to one process: no other node can serve its shards. */
  @Test
  default void shardsOfAKilledNodeWaitForItIfNobodyElseHasTheirRecords(@TempDir Path folder)
      throws IOException {
    ClusterMap map = Loopback.cluster(8, Ownership.ONE_NODE, "front", "a", "b");
    Path file = Files.writeString(folder.resolve("cluster.properties"), Loopback.file(map));
    try (EchoProcess _ = start(file, "b");
        Asker front = new Asker("front", transport(map, "front"))) {
      ShardId ofA = first(map, "a");
      ShardId ofB = first(map, "b");
      Await.until("a is missed", PATIENCE, () -> !front.transport().reaches("a"));
      long lost = front.transport().lost();
      front.transport().send(new Envelope.ToShard(EnvelopeSamples.request(ofA, 1)));
      assertEquals(lost + 1, front.transport().lost());
      assertEquals("b", front.whoServes(ofB));
      try (EchoProcess _ = start(file, "a")) {
        assertEquals("a", front.whoServes(ofA));
      }
    }
  }

  private EchoProcess start(Path file, String name) throws IOException {
    return EchoProcess.start(echoMain(), file, name, echoArguments());
  }

  private static ShardId first(ClusterMap map, String node) {
    return map.preferring(map.node(node)).getFirst();
  }

  private static void awaitPreferred(Asker front, ClusterMap map) {
    Await.until(
        "every shard is served by the node that it prefers",
        PATIENCE,
        () ->
            new Shards(map.shardCount())
                .all().stream()
                    .allMatch(shard ->
                        map.servers(shard).getFirst().name().equals(front.whoServes(shard))));
  }

  private static void assertServedBy(String node, Asker front, ClusterMap map) {
    for (ShardId shard : new Shards(map.shardCount()).all()) {
      assertEquals(node, front.whoServes(shard));
    }
  }

  private static void report(String how, Duration noticed) {
    System.Logger log = System.getLogger(ProcessContract.class.getName());
    log.log(System.Logger.Level.DEBUG, "{0}: noticed after {1} ms", how, noticed.toMillis());
  }
}
