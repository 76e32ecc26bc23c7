package tercet.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@Timeout(300)
@EnabledIfSystemProperty(named = "tercet.failover", matches = "true")
final class PostgresClusterTest {
  @Test
  void standbyTakesOverWithAllThatWasAcknowledged() {
    try (PostgresCluster cluster = PostgresCluster.start(PostgresClusterTest::say)) {
      PostgresServer first = cluster.primary();
      first.sql("create table kept (n int)");
      first.sql("insert into kept values (1)");

      cluster.killPrimary();
      cluster.awaitStandbys(1);
      assertNotEquals(first, cluster.primary());
      assertEquals("1", cluster.primary().sql("select n from kept"));
      cluster.primary().sql("insert into kept values (2)");
      assertEquals("3", cluster.primary().sql("select sum(n) from kept"));
    }
  }

  private static void say(String progress) {
    System.out.println(progress);
  }
}
