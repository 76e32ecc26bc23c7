package tercet.testing.testbed.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(240)
final class PostgresClusterTest {
  private static final int FAILOVERS = 3;

  @Test
  void standbyTakesOverAgainAndAgainWithAllThatWasAcknowledged() {
    try (PostgresCluster cluster = PostgresCluster.start(PostgresClusterTest::say)) {
      cluster.primary().sql("create table kept (n int)");
      cluster.primary().sql("insert into kept values (0)");

      for (int failover = 1; failover <= FAILOVERS; failover++) {
        ReplicatedServer old = cluster.primary();
        old.kill();
        assertFalse(old.answers());
        assertFalse(old.isPrimary());
        cluster.awaitStandbys(1);
        assertNotEquals(old, cluster.primary());
        cluster.primary().sql("insert into kept values (" + failover + ")");

        old.rejoin();
        assertTrue(old.isStandby());
        assertEquals(2, cluster.primary().standbys());
      }
      List<String> all = List.of("0", "1", "2", "3");
      for (ReplicatedServer server : cluster.servers()) {
        assertEquals(all, server.sql("select n from kept order by n").lines().toList());
      }
    }
  }

  @Test
  void primaryThatStoodStillConfirmsNothingWhenItWakesAndComesBackAsAStandby() {
    try (PostgresCluster cluster = PostgresCluster.start(PostgresClusterTest::say)) {
      ReplicatedServer old = cluster.primary();
      old.sql("create table kept (n int)");
      old.pause();
      cluster.awaitStandbys(1);
      ReplicatedServer next = cluster.primary();
      assertNotEquals(old, next);
      next.sql("insert into kept values (1)");

      old.resume();
      Await.until("it is awake", Duration.ofSeconds(20), old::answers);
      assertEquals("f", old.sql("select pg_is_in_recovery()"), "it does not know");
      assertEquals(0, old.standbys(), "whom it could ask for a confirmation");
      assertFalse(old.isPrimary());
      assertFalse(old.isStandby());
      assertTrue(next.isPrimary());

      old.rejoin();
      assertTrue(old.isStandby());
      assertEquals("1", old.sql("select n from kept"));
    }
  }

  @Test
  void winnerThatHasLessFetchesWhatIsMissingBeforeItIsThePrimary() {
    try (PostgresCluster cluster = PostgresCluster.start(PostgresClusterTest::say)) {
      ReplicatedServer old = cluster.primary();
      old.sql("create table kept (n int)");
      ReplicatedServer behind = cluster.servers().get(1);
      behind.sql("alter system set primary_conninfo = ''");
      behind.sql("select pg_reload_conf()");
      Await.until("it is left behind", Duration.ofSeconds(20), () -> old.standbys() == 1);
      old.sql("insert into kept values (1)");

      // As if the script of the one that has it were down.
      cluster.servers().forEach(ReplicatedServer::stopWatching);
      old.kill();
      behind.promote();
      assertTrue(behind.isPrimary());
      assertEquals("1", behind.sql("select n from kept"));
    }
  }

  private static void say(String progress) {
    System.out.println(progress);
  }
}
