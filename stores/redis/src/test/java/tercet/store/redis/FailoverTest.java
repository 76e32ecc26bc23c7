package tercet.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.HostAndPort;
import tercet.driver.redis.RedisAddress;
import tercet.driver.redis.RedisConnections;
import tercet.testing.contract.PaymentClients;
import tercet.testing.contract.PaymentNode;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.RedisCluster;
import tercet.testing.testbed.server.RedisProcess;
import tercet.testing.testbed.server.RedisSentinels;
import tercet.testing.testbed.server.TimeBound;

/** A server dies or stands still in the midst of commits, and acknowledged commits stay. */
@Tag("slow")
@Timeout(600)
final class FailoverTest {
  /** Of each kind; {@code -Dtercet.redis.failovers=20} is the long form. */
  private static final int FAILOVERS = Integer.getInteger("tercet.redis.failovers", 1);

  /** Of a client, also when the server comes back. */
  private static final Duration WAIT_MAX = Duration.ofSeconds(8);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A fault, and the action that mends it. */
  private record Fault(String name, Consumer<RedisProcess> strike, Consumer<RedisProcess> mend) {}

  @Test
  void sentinelsReplaceAMaster() throws Exception {
    try (RedisSentinels servers = RedisSentinels.start(TestSettings::say)) {
      List<Fault> faults = new ArrayList<>(faults(servers::rejoin));
      faults.add(
          new Fault("halted until it is replaced", server -> wake(servers, server), s -> {}));
      for (Fault fault : faults) {
        String what = "sentinel, a master is " + fault.name;
        strike(what, servers.url(), 2, servers::master, fault, servers::awaitFailoverPossible);
      }
    }
  }

  /** It comes back as a second master. */
  private static void wake(RedisSentinels servers, RedisProcess master) {
    master.pause();
    servers.awaitMasterOtherThan(master);
    master.resume();
  }

  @Test
  void theShopGoesOnWithoutAReplicaUnderSentinel() throws Exception {
    try (RedisSentinels servers = RedisSentinels.start(TestSettings::say)) {
      for (Fault fault : faults(servers::rejoin)) {
        String what = "sentinel, a replica is " + fault.name;
        Supplier<RedisProcess> replica = () -> replica(servers.servers());
        strike(what, servers.url(), 2, replica, fault, servers::awaitFailoverPossible);
      }
    }
  }

  @Test
  void aClusterReplacesAMaster() throws Exception {
    try (RedisCluster servers = RedisCluster.start(TestSettings::say)) {
      for (Fault fault : faults(servers::rejoin)) {
        String what = "cluster, a master is " + fault.name;
        Supplier<RedisProcess> master = () -> servers.masters().getFirst();
        strike(what, servers.url(), 1, master, fault, servers::awaitFailoverPossible);
      }
    }
  }

  @Test
  void theShopGoesOnWithoutAReplicaInACluster() throws Exception {
    try (RedisCluster servers = RedisCluster.start(TestSettings::say)) {
      for (Fault fault : faults(servers::rejoin)) {
        String what = "cluster, a replica is " + fault.name;
        Supplier<RedisProcess> replica = () -> replica(servers.servers());
        strike(what, servers.url(), 1, replica, fault, servers::awaitFailoverPossible);
      }
    }
  }

  /** A master without all replicas is replaced; later it has all of them. */
  @Test
  void replacedMastersMissNoReplicas() throws Exception {
    try (RedisSentinels servers = RedisSentinels.start(TestSettings::say);
        PaymentNode node = node(servers.url(), 2);
        PaymentClients clients = new PaymentClients(node)) {
      RedisProcess replica = replica(servers.servers());
      replica.kill();
      Await.until("one is missing", PATIENCE, () -> statistics(node).missingReplicas() == 1);
      RedisProcess master = servers.master();
      master.kill();
      servers.awaitMasterOtherThan(master);
      clients.awaitEach(2);
      servers.rejoin(master);
      servers.rejoin(replica);
      servers.awaitFailoverPossible();
      Await.until("none is missing", PATIENCE, () -> statistics(node).missingReplicas() == 0);
      clients.check();
    }
  }

  @Test
  void restartedMastersOfAClusterMissNoReplicas() throws Exception {
    try (RedisCluster servers = RedisCluster.start(TestSettings::say);
        PaymentNode node = node(servers.url(), 1);
        PaymentClients clients = new PaymentClients(node)) {
      RedisProcess replica = replica(servers.servers());
      replica.kill();
      Await.until("one is missing", PATIENCE, () -> statistics(node).missingReplicas() == 1);
      for (RedisProcess master : servers.masters()) {
        master.kill();
        servers.rejoin(master);
      }
      servers.rejoin(replica);
      servers.awaitFailoverPossible();
      Await.until("none is missing", PATIENCE, () -> statistics(node).missingReplicas() == 0);
      clients.check();
    }
  }

  /** No server is left that could be promoted, so the sentinels name the dead one for long. */
  @Test
  void sentinelsDoNotAgreeWithAMasterWhoseSuccessorIsDown() {
    try (RedisSentinels servers = RedisSentinels.start(TestSettings::say);
        RedisConnections connections =
            new RedisConnections(TestSettings.settings(servers.url(), "shop", 2).login())) {
      RedisProcess deposed = servers.master();
      deposed.pause();
      servers.awaitMasterOtherThan(deposed);
      RedisProcess successor = servers.master();
      servers.servers().stream().filter(RedisProcess::isReplica).forEach(RedisProcess::kill);
      successor.kill();
      Await.until(
          "all sentinels take it for down",
          PATIENCE,
          () ->
              servers.sentinels().stream()
                  .map(sentinel -> sentinel.cli("SENTINEL", "MASTER", RedisSentinels.MASTER))
                  .allMatch(
                      known -> known.contains("s_down") && known.contains("" + successor.port())));
      HostAndPort master = new HostAndPort("127.0.0.1", deposed.port());
      assertFalse(connections.sentinels().agree(master, 1));
    }
  }

  private static List<Fault> faults(Consumer<RedisProcess> rejoin) {
    return List.of(
        new Fault("killed", RedisProcess::kill, rejoin),
        new Fault("halted", RedisProcess::pause, RedisProcess::resume));
  }

  private static RedisProcess replica(List<RedisProcess> servers) {
    return servers.stream().filter(RedisProcess::isReplica).findFirst().orElseThrow();
  }

  private static void strike(
      String what,
      String url,
      int replicas,
      Supplier<RedisProcess> victim,
      Fault fault,
      Runnable awaitMended)
      throws Exception {
    try (PaymentNode node = node(url, replicas);
        PaymentClients clients = new PaymentClients(node)) {
      List<Duration> waits = new ArrayList<>();
      for (int time = 0; time < FAILOVERS; time++) {
        clients.awaitAnswers(500);
        clients.awaitEach(2);
        clients.longestWait();
        RedisProcess struck = victim.get();
        fault.strike.accept(struck);
        clients.awaitEach(2);
        fault.mend.accept(struck);
        awaitMended.run();
        Await.until(
            "all replicas confirm again", PATIENCE, () -> statistics(node).missingReplicas() == 0);
        clients.awaitEach(2);
        waits.add(clients.longestWait());
      }
      report(what, clients, node, waits);
    }
  }

  private static PaymentNode node(String url, int replicas) {
    RedisSettings settings =
        RedisSettings.of(RedisAddress.parse(url), TestSettings.prefix(), replicas);
    RedisStore store = RedisStore.open(settings, PaymentNode.SHARDS.count(), PaymentNode.CLOCK);
    return new PaymentNode(store, 2);
  }

  private static RedisStatistics statistics(PaymentNode node) {
    return ((RedisStore) node.store()).statistics();
  }

  private static void report(
      String what, PaymentClients clients, PaymentNode node, List<Duration> waits)
      throws Exception {
    clients.awaitAnswers(500);
    clients.check();
    System.out.println(what + ", longest wait of a client: " + waits);
    Collections.sort(waits);
    assertTrue(waits.getLast().compareTo(TimeBound.of(WAIT_MAX)) < 0, waits::toString);
    assertEquals(0, statistics(node).rollbacks());
  }
}
