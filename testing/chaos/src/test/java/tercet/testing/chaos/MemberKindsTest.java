package tercet.testing.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tercet.testing.testbed.cluster.Member;

final class MemberKindsTest {
  private static final List<Member> MEMBERS =
      List.of(
          member("order-redis-1", "database", "master"),
          member("order-redis-2", "database", "replica"),
          member("stock-redis-1", "database", "master"),
          member("stock-redis-2", "database", "replica"),
          member("sentinel-1", "sentinel"),
          member("sentinel-2", "sentinel"),
          member("rabbitmq-1", "broker"),
          member("gateway-1", "gateway"),
          member("gateway-2", "gateway"),
          member("order-1", "order"),
          member("nginx", "proxy"));

  private static Member member(String name, String... roles) {
    return new FakeMember(name, Set.of(roles), new SplittableRandom(1));
  }

  private static List<String> targets(ChaosPlan plan) {
    return plan.faults().stream().map(fault -> fault.targets().getFirst()).toList();
  }

  @Test
  void everyKindIsHitOnce() {
    ChaosPlan plan = ChaosPlan.everyKind(MEMBERS, Duration.ofSeconds(1), 1);
    assertEquals(
        List.of("master", "replica", "sentinel-1", "rabbitmq-1", "gateway-1", "order-1", "nginx"),
        targets(plan));
    plan.checkAgainst(MEMBERS);
  }

  @Test
  void loneDatabasesAreKindsOfTheirOwn() {
    List<Member> members =
        List.of(
            member("order-redis", "database", "master"),
            member("stock-redis", "database", "master"));
    ChaosPlan plan = ChaosPlan.everyKind(members, Duration.ofSeconds(1), 1);
    assertEquals(List.of("order-redis", "stock-redis"), targets(plan));
  }

  @Test
  void longPlanGoesOnWithDrawnFaults() {
    ChaosPlan plan = ChaosPlan.everyKind(MEMBERS, Duration.ofMinutes(5), 1);
    assertTrue(plan.faults().size() > 10, plan::toString);
    assertTrue(plan.lengthGuess().compareTo(Duration.ofMinutes(5)) >= 0, plan::toString);
    assertEquals(plan, ChaosPlan.everyKind(MEMBERS, Duration.ofMinutes(5), 1));
  }
}
