package tercet.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.contract.PaymentClients;
import tercet.testing.contract.PaymentNode;
import tercet.testing.testbed.server.RedisCluster;
import tercet.testing.testbed.server.RedisProcess;
import tercet.testing.testbed.server.RedisSentinels;

/** A server dies or stands still in the midst of commits, and what was acknowledged stays. */
@Tag("slow")
@Timeout(600)
final class FailoverTest {
  /** Of each kind; {@code -Dtercet.redis.failovers=20} is the long form. */
  private static final int FAILOVERS = Integer.getInteger("tercet.redis.failovers", 1);

  /** When others use the processors, too. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(20);

  @Test
  void sentinelsReplaceAMaster() throws Exception {
    try (RedisSentinels servers = RedisSentinels.start(TestServer::say);
        PaymentNode node = node(servers.url(), 2);
        PaymentClients clients = new PaymentClients(node)) {
      List<Duration> silences = new ArrayList<>();
      for (int failover = 0; failover < FAILOVERS; failover++) {
        RedisProcess old = servers.master();
        silences.add(silence(clients, old, RedisProcess::kill));
        servers.awaitMasterOtherThan(old);
        servers.rejoin(old);
        servers.awaitFailoverPossible();
      }
      report("sentinel, a killed master", clients, node, silences);
    }
  }

  @Test
  void sentinelsReplaceAMasterThatStandsStill() throws Exception {
    try (RedisSentinels servers = RedisSentinels.start(TestServer::say);
        PaymentNode node = node(servers.url(), 2);
        PaymentClients clients = new PaymentClients(node)) {
      List<Duration> silences = new ArrayList<>();
      for (int failover = 0; failover < FAILOVERS; failover++) {
        RedisProcess old = servers.master();
        silences.add(silence(clients, old, RedisProcess::pause));
        servers.awaitMasterOtherThan(old);
        old.resume();
        servers.awaitFailoverPossible();
      }
      report("sentinel, a halted master", clients, node, silences);
    }
  }

  @Test
  void theShopGoesOnWithoutAReplicaThatIsDead() throws Exception {
    try (RedisSentinels servers = RedisSentinels.start(TestServer::say);
        PaymentNode node = node(servers.url(), 2);
        PaymentClients clients = new PaymentClients(node)) {
      List<Duration> silences = new ArrayList<>();
      for (int failover = 0; failover < FAILOVERS; failover++) {
        RedisProcess master = servers.master();
        RedisProcess replica =
            servers.servers().stream().filter(one -> one != master).findFirst().orElseThrow();
        silences.add(silence(clients, replica, RedisProcess::kill));
        servers.rejoin(replica);
        servers.awaitFailoverPossible();
        clients.awaitAnswers(500);
        assertEquals(0, statistics(node).missingReplicas());
      }
      report("sentinel, a killed replica", clients, node, silences);
    }
  }

  @Test
  void aClusterReplacesAMaster() throws Exception {
    try (RedisCluster servers = RedisCluster.start(TestServer::say);
        PaymentNode node = node(servers.url(), 1);
        PaymentClients clients = new PaymentClients(node)) {
      List<Duration> silences = new ArrayList<>();
      for (int failover = 0; failover < FAILOVERS; failover++) {
        RedisProcess old = servers.masters().getFirst();
        silences.add(silence(clients, old, RedisProcess::kill));
        servers.rejoin(old);
        servers.awaitFailoverPossible();
      }
      report("cluster, a killed master", clients, node, silences);
    }
  }

  @Test
  void aClusterGoesOnWithoutAReplicaThatIsDead() throws Exception {
    try (RedisCluster servers = RedisCluster.start(TestServer::say);
        PaymentNode node = node(servers.url(), 1);
        PaymentClients clients = new PaymentClients(node)) {
      List<Duration> silences = new ArrayList<>();
      for (int failover = 0; failover < FAILOVERS; failover++) {
        RedisProcess replica =
            servers.servers().stream().filter(RedisProcess::isReplica).findFirst().orElseThrow();
        silences.add(silence(clients, replica, RedisProcess::kill));
        servers.rejoin(replica);
        servers.awaitFailoverPossible();
      }
      report("cluster, a killed replica", clients, node, silences);
    }
  }

  private static PaymentNode node(String url, int replicas) {
    RedisSettings settings = RedisSettings.of(RedisAddress.parse(url), "shop", replicas);
    RedisStore store = RedisStore.open(settings, PaymentNode.SHARDS.count(), PaymentNode.CLOCK);
    return new PaymentNode(store, 2);
  }

  private static RedisStatistics statistics(PaymentNode node) {
    return ((RedisStore) node.store()).statistics();
  }

  /** How long nobody was answered, of those whom the fault concerns. */
  private static Duration silence(
      PaymentClients clients, RedisProcess server, Consumer<RedisProcess> fault) {
    clients.awaitAnswers(500);
    clients.awaitEach(2);
    clients.longestWait();
    fault.accept(server);
    clients.awaitEach(2);
    return clients.longestWait();
  }

  private static void report(
      String what, PaymentClients clients, PaymentNode node, List<Duration> silences)
      throws Exception {
    clients.awaitAnswers(500);
    clients.check();
    System.out.println(what + ", longest wait of a client: " + silences);
    Collections.sort(silences);
    assertTrue(silences.getLast().compareTo(SILENCE_MAX) < 0, silences::toString);
    assertEquals(0, statistics(node).rollbacks());
  }
}
