package tercet.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.command.Answer;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.UserId;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;
import tercet.testing.contract.PaymentNode;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.RedisCluster;
import tercet.testing.testbed.server.RedisProcess;

/** A master of a Redis Cluster and its replica stand still: the shards of the others go on. */
@Tag("slow")
@Timeout(120)
final class DeadMasterTest {
  private static final Duration WATCHED = Duration.ofSeconds(4);

  /** In that time by one client, on a busy machine. */
  private static final int SUCCESSES_MIN = 20;

  private final Map<ShardId, UserId> users = new LinkedHashMap<>();
  private final Map<UserId, AtomicInteger> successes = new LinkedHashMap<>();
  private volatile boolean stopping;

  @Test
  void shardsOfOtherMastersGoOn() throws Exception {
    try (RedisCluster cluster = RedisCluster.start(TestSettings::say);
        PaymentNode node = node(cluster)) {
      makeUsers(node);
      List<Thread> clients = new ArrayList<>();
      for (UserId user : users.values()) {
        clients.add(Thread.ofVirtual().start(() -> goOn(node, user)));
      }
      List<UserId> dead = List.of();
      for (RedisProcess master : cluster.masters()) {
        dead = dead.isEmpty() ? silentWithout(cluster, master) : dead;
      }
      stopping = true;
      for (Thread client : clients) {
        client.join();
      }
      assertTrue(!dead.isEmpty() && dead.size() < users.size(), () -> "successes: " + successes);
      assertEquals(List.of(), node.failures());
    }
  }

  private static PaymentNode node(RedisCluster cluster) {
    RedisSettings settings = TestSettings.settings(cluster.url(), TestSettings.prefix(), 1);
    int shards = PaymentNode.SHARDS.count();
    return new PaymentNode(RedisStore.open(settings, shards, PaymentNode.CLOCK), shards);
  }

  /** One of each shard. */
  private void makeUsers(PaymentNode node) throws Exception {
    int shards = PaymentNode.SHARDS.count();
    for (int number = 0; users.size() < shards; number++) {
      UserId user = new UserId("client-" + number);
      users.putIfAbsent(PaymentNode.SHARDS.of(user), user);
    }
    for (UserId user : users.values()) {
      assertEquals(new Answer.Created(user.value()), node.create(user));
      successes.put(user, new AtomicInteger());
    }
  }

  private void goOn(PaymentNode node, UserId user) {
    while (!stopping) {
      try {
        node.credit(user);
        count(user).incrementAndGet();
      } catch (NoAnswerException | OverloadedException away) {
        // asks again
      }
    }
  }

  private AtomicInteger count(UserId user) {
    AtomicInteger count = successes.get(user);
    if (count == null) {
      throw new IllegalStateException("no such user: " + user);
    }
    return count;
  }

  /** The users who are not served while a master and its replica stand still. */
  private List<UserId> silentWithout(RedisCluster cluster, RedisProcess master) {
    RedisProcess replica = replicaOf(cluster, master);
    replica.pause();
    master.pause();
    long begun = System.nanoTime();
    Map<UserId, Integer> before = new LinkedHashMap<>();
    users.values().forEach(user -> before.put(user, count(user).get()));
    Await.until("it is known who is not", () -> isOver(begun));
    List<UserId> fast = fast(before);
    List<UserId> silent =
        users.values().stream()
            .filter(user -> count(user).get() - before.getOrDefault(user, 0) <= 1)
            .toList();
    assertEquals(users.size(), fast.size() + silent.size(), () -> before + " to " + successes);
    replica.resume();
    master.resume();
    cluster.awaitFailoverPossible();
    return silent;
  }

  private static boolean isOver(long begun) {
    return System.nanoTime() - begun > WATCHED.toNanos();
  }

  private List<UserId> fast(Map<UserId, Integer> before) {
    return users.values().stream()
        .filter(user -> count(user).get() - before.getOrDefault(user, 0) >= SUCCESSES_MIN)
        .toList();
  }

  private static RedisProcess replicaOf(RedisCluster cluster, RedisProcess master) {
    String id = master.cli("CLUSTER", "MYID").strip();
    String line =
        master
            .cli("CLUSTER", "NODES")
            .lines()
            .filter(node -> node.contains(" slave " + id))
            .findFirst()
            .orElseThrow();
    return cluster.servers().stream()
        .filter(server -> line.contains(":" + server.port() + "@"))
        .findFirst()
        .orElseThrow();
  }
}
