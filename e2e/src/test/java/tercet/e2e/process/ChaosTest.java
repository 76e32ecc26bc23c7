package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tercet.testing.chaos.ChaosPlan;
import tercet.testing.chaos.ChaosResult;
import tercet.testing.chaos.ChaosRun;
import tercet.testing.chaos.ChaosSettings;
import tercet.testing.chaos.ChaosText;
import tercet.testing.chaos.FaultFigures;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.cluster.Member;
import tercet.testing.testbed.server.TimeBound;

/**
 * Kills, halts and cuts off members of clusters of real processes while clients buy. Every
 * acknowledged purchase is there, wholly and once, and no refused one is. Other nodes go on where
 * there are any.
 */
@Tag("slow")
@Timeout(900)
final class ChaosTest {
  /** The longest time without a sale where another node can take over. */
  private static final Duration NODE_GAP_MAX = Duration.ofSeconds(3);

  /** The same while another server becomes the primary. */
  private static final Duration DATABASE_GAP_MAX = Duration.ofSeconds(5);

  /** {@code -Dtercet.chaos.long=true} is the long form. */
  private static final boolean LONG = Boolean.getBoolean("tercet.chaos.long");

  /** {@code -Dtercet.chaos.minutes=30}: so long faults are drawn, by a fresh seed. */
  private static final String MINUTES = "tercet.chaos.minutes";

  private static final long SEED = 1;

  /** Few enough that the machine is not the limit. */
  private static final double PER_SECOND = 60;

  @Test
  void eachOfThreeProcessesMayDieAndComesBackWithItsRecords() throws Exception {
    String plan =
        """
        at 6s kill order, stock, payment for 2s
        """;
    String more =
        """
        kill order for 2s
        kill stock for 2s
        kill payment for 2s
        kill stock, payment for 3s
        pause stock for 10s
        pause order for 10s
        restart order
        """;
    ChaosResult result = suffer(Blueprints.ROCKSDB_3, LONG ? plan + more : plan);
    assertEquals(LONG ? 8 : 1, result.faults().size());
  }

  @Test
  void othersGoOnWhereThereAreOthers() throws Exception {
    String plan =
        """
        at 6s kill payment for 3s
        kill primary for 5s
        kill order, stock for 3s
        """;
    String more =
        """
        kill gateway for 3s
        kill order for 3s
        kill stock for 3s
        kill standby for 5s
        kill primary for 20s
        kill gateway, payment for 5s
        pause gateway for 10s
        pause order for 10s
        pause stock for 10s
        pause payment for 10s
        isolate order for 5s
        isolate stock for 5s
        isolate payment for 5s
        slow stock for 10s
        """;
    ChaosResult result = suffer(Blueprints.POSTGRES_HA, LONG ? plan + more : plan);
    for (FaultFigures fault : result.faults()) {
      boolean isDatabase = fault.strike().what().contains("postgres");
      Duration max = TimeBound.of(isDatabase ? DATABASE_GAP_MAX : NODE_GAP_MAX);
      // A gap without any fault comes from the machine.
      assertTrue(
          fault.withoutSuccess() <= max.toMillis() / 1e3 + fault.noiseBefore(),
          () -> fault.strike().what() + "\n" + ChaosText.of(result));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = MINUTES, matches = "\\d+")
  void everyDrawnPlanIsBorne() throws Exception {
    Duration length = Duration.ofMinutes(Long.getLong(MINUTES, 1));
    long seed = System.nanoTime() & Integer.MAX_VALUE;
    for (Blueprint blueprint : Set.of(Blueprints.POSTGRES_HA, Blueprints.ROCKSDB_3)) {
      try (LocalCluster cluster = start(blueprint)) {
        run(cluster, blueprint, ChaosPlan.random(cluster.members(), length, seed), seed);
      }
    }
  }

  private static ChaosResult suffer(Blueprint blueprint, String plan) throws Exception {
    try (LocalCluster cluster = start(blueprint)) {
      boolean isolates = cluster.members().stream().anyMatch(Member::canBeIsolated);
      String possible = isolates ? plan : plan.replaceAll("(?m)^isolate.*$", "");
      return run(cluster, blueprint, ChaosPlan.parse(possible), SEED);
    }
  }

  private static LocalCluster start(Blueprint blueprint) {
    return LocalCluster.start(blueprint, ShopProcess.nodeCommand(), ChaosTest::say);
  }

  private static ChaosResult run(
      LocalCluster cluster, Blueprint blueprint, ChaosPlan plan, long seed) throws Exception {
    ChaosSettings settings = ChaosSettings.usual().withPerSecond(PER_SECOND).withRecords(2_000);
    ChaosResult result =
        new ChaosRun(blueprint.name(), cluster, plan, settings, seed).run(ChaosTest::say);
    String text = ChaosText.of(result);
    say(text);
    assertTrue(result.isRight(), () -> text + "\n" + cluster.lastWords());
    assertTrue(remarks(cluster).contains("all are well again"), () -> remarks(cluster));
    return result;
  }

  /** The remarks on the faults, which the consoles show. */
  private static String remarks(LocalCluster cluster) {
    return cluster.admins().stream().map(ShopCluster::remarks).collect(Collectors.joining("\n"));
  }

  private static void say(String progress) {
    System.out.println(progress);
  }
}
