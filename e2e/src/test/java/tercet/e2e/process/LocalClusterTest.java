package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.cluster.Member;
import tercet.testing.testbed.server.Await;
import tercet.testing.verifier.shop.ShopClient;

/** The faults of a cluster's members, and their effect on clients. */
@Tag("slow")
@Timeout(300)
final class LocalClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Blueprint TWO_GATEWAYS =
      new Blueprint(
          "two gateways",
          Blueprint.Storage.POSTGRES,
          "tcc",
          "grpc",
          List.of(
              new Blueprint.Group("gateway", Set.of("gateway"), 2),
              new Blueprint.Group("all", Set.of("order", "stock", "payment"), 1)),
          Duration.ofSeconds(5));

  private static final LocalCluster CLUSTER = ShopCluster.start(TWO_GATEWAYS);

  @AfterAll
  static void end() {
    CLUSTER.close();
  }

  @Test
  void everyMemberComesBackAfterItWasKilled() {
    for (Member member : CLUSTER.members()) {
      member.kill();
      assertEquals(Member.Condition.DEAD, member.condition(), member.name());
      assertFalse(member.isReady(), member.name());
      member.restart();
      CLUSTER.awaitReady();
      sell();
    }
  }

  @Test
  void everyMemberGoesOnAfterItWasPaused() {
    for (Member member : CLUSTER.members()) {
      member.pause();
      assertEquals(Member.Condition.PAUSED, member.condition(), member.name());
      assertFalse(member.isReady(), member.name());
      assertThrows(IllegalStateException.class, member::restart);
      member.resume();
      CLUSTER.awaitReady();
    }
    sell();
  }

  @Test
  void isolatedMemberIsNotReadyUntilItRejoins() {
    for (Member member : CLUSTER.members()) {
      assumeTrue(member.canBeIsolated(), "this needs root and iptables");
      member.isolate();
      assertEquals(Member.Condition.ISOLATED, member.condition(), member.name());
      assertFalse(member.isReady(), member.name());
      member.rejoin();
      CLUSTER.awaitReady();
    }
    sell();
  }

  @Test
  void nodesNoticeThatAnotherIsIsolated() {
    Member node = CLUSTER.member("all-1");
    assumeTrue(node.canBeIsolated(), "this needs root and iptables");
    node.isolate();
    await(() -> !CLUSTER.member("gateway-1").isReady());
    node.rejoin();
    CLUSTER.awaitReady();
  }

  @Test
  void clientsAreServedWhileAGatewayIsDead() {
    Member gateway = CLUSTER.member("gateway-1");
    gateway.kill();
    sell();
    gateway.restart();
    CLUSTER.awaitReady();
  }

  private static void sell() {
    try (ShopClient client = new ShopClient(CLUSTER.address())) {
      client.initItems(10, 10, 1).value();
      client.initUsers(10, 10).value();
      client.initOrders(10, 10, 10, 1).value();
    }
  }

  private static void await(BooleanSupplier isTrue) {
    Await.until(CLUSTER::lastWords, PATIENCE, isTrue);
  }
}
