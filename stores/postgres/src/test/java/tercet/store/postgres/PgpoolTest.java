package tercet.store.postgres;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.contract.PaymentClients;
import tercet.testing.contract.PaymentNode;
import tercet.testing.testbed.server.PgpoolServer;
import tercet.testing.testbed.server.PostgresServer;

/** Pgpool-II between the node and its server. */
@Tag("slow")
@Timeout(120)
final class PgpoolTest {
  @Test
  void commitsAreCarriedAsTheyAre() throws Exception {
    PostgresSettings direct = TestServer.freshSchema();
    try (PgpoolServer pgpool = PgpoolServer.before(TestServer.server(), TestServer::say);
        PaymentNode node =
            TestServer.node(
                PostgresSettings.of(pgpool.url(), PostgresServer.USER, "", direct.schema()), 2);
        PaymentClients clients = new PaymentClients(node)) {
      clients.awaitAnswers(2_000);
      clients.check();
    }
  }
}
