package tercet.store.postgres;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.contract.PaymentClients;
import tercet.testing.contract.PaymentNode;
import tercet.testing.testbed.server.PostgresServer;

/** The server dies, stands still, or refuses for a while, in the midst of commits. */
@Tag("slow")
@Timeout(300)
final class ServerFaultTest {
  private static final int KILLS = 4;

  @Test
  void nothingAcknowledgedIsLostWhenTheServerIsKilledAndTheNodeGoesOnByItself() throws Exception {
    try (PostgresServer server = PostgresServer.start(TestServer::say);
        PaymentNode node = TestServer.node(TestServer.settings(server, "shop"), 2);
        PaymentClients clients = new PaymentClients(node)) {
      for (int kill = 0; kill < KILLS; kill++) {
        clients.awaitAnswers(500);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(50_000_000));
        server.kill();
        server.restart();
      }
      clients.awaitAnswers(500);
      clients.check();
      assertTrue(TestServer.statistics(node).unavailable() >= KILLS, "it was never away");
    }
  }

  @Test
  void nodeGoesOnWhenTheServerStoodStill() throws Exception {
    try (PostgresServer server = PostgresServer.start(TestServer::say);
        PaymentNode node = TestServer.node(impatient(TestServer.settings(server, "shop")), 2);
        PaymentClients clients = new PaymentClients(node)) {
      clients.awaitAnswers(500);
      server.pause();
      awaitUnavailable(node, 1);
      server.resume();
      clients.awaitAnswers(500);
      clients.check();
    }
  }

  @Test
  void nodeWaitsForAServerThatIsNoPrimaryForAWhile() throws Exception {
    try (PostgresServer server = PostgresServer.start(TestServer::say);
        PaymentNode node = TestServer.node(TestServer.settings(server, "shop"), 2);
        PaymentClients clients = new PaymentClients(node)) {
      clients.awaitAnswers(500);
      server.sql("alter system set default_transaction_read_only = on");
      server.sql("select pg_reload_conf()");
      awaitUnavailable(node, 3);
      server.sql("alter system reset default_transaction_read_only");
      server.sql("select pg_reload_conf()");
      clients.awaitAnswers(500);
      clients.check();
    }
  }

  private static void awaitUnavailable(PaymentNode node, long times) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (TestServer.statistics(node).unavailable() < times) {
      assertTrue(System.nanoTime() - end < 0, "it is never away");
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Gives up a server that stands still after a second instead of ten. */
  private static PostgresSettings impatient(PostgresSettings settings) {
    return PostgresSettings.of(
        settings.url() + "?socketTimeout=1", settings.user(), "", settings.schema());
  }
}
