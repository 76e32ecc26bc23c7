package tercet.store.postgres;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tercet.servers.PostgresCluster;
import tercet.servers.PostgresServer;

/** The primary of a cluster dies in the midst of commits, and a standby takes over. */
@Timeout(300)
@EnabledIfSystemProperty(named = "tercet.failover", matches = "true")
final class FailoverTest {
  private static final Duration BACK_MAX = Duration.ofSeconds(20);

  @Test
  void nothingAcknowledgedIsLostAndTheNodeFindsTheNewPrimaryByItself() throws Exception {
    try (PostgresCluster cluster = PostgresCluster.start(TestServer::say);
        PaymentNode node =
            new PaymentNode(
                PostgresSettings.of(cluster.url(), PostgresServer.USER, "", "shop"), 2);
        Clients clients = new Clients(node)) {
      clients.awaitAnswers(500);
      long start = System.nanoTime();
      cluster.primary().kill();
      clients.awaitAnswers(100);
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      System.out.println("answers again " + taken.toMillis() + " ms after the kill");
      assertTrue(taken.compareTo(BACK_MAX) < 0, () -> "away for " + taken);
      clients.awaitAnswers(500);
      clients.check();
    }
  }
}
