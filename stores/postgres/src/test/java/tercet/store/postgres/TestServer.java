package tercet.store.postgres;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import tercet.testing.contract.PaymentNode;
import tercet.testing.testbed.server.PostgresServer;

/** The server that the tests of a run share, each with schemas of its own; it ends with them. */
final class TestServer {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private TestServer() {}

  /** Started when it is first asked for. */
  private static final class Started {
    static final PostgresServer SERVER = PostgresServer.start(TestServer::say);
  }

  static PostgresServer server() {
    return Started.SERVER;
  }

  static void say(String progress) {
    System.out.println(progress);
  }

  /** A new schema. */
  static PostgresSettings freshSchema() {
    return settings(server(), "test_" + SCHEMAS.incrementAndGet());
  }

  /** The same, sweeping every 50 ms. */
  static PostgresSettings sweepingOften(PostgresSettings base, int recordsMax) {
    return sweeping(base, Duration.ofMillis(50), recordsMax);
  }

  static PostgresSettings sweeping(PostgresSettings base, Duration every, int recordsMax) {
    return new PostgresSettings(
        base.url(),
        base.user(),
        base.password(),
        base.schema(),
        base.connections(),
        base.runsMax(),
        base.backoffMax(),
        every,
        recordsMax);
  }

  static PostgresSettings settings(PostgresServer server, String schema) {
    return PostgresSettings.of(server.url(), PostgresServer.USER, "", schema);
  }

  /** A node over a store of its own. */
  static PaymentNode node(PostgresSettings settings, int lanes) {
    PostgresStore store =
        PostgresStore.open(settings, PaymentNode.SHARDS.count(), PaymentNode.CLOCK);
    return new PaymentNode(store, lanes);
  }

  /** How the store of such a node does. */
  static PostgresStatistics statistics(PaymentNode node) {
    return ((PostgresStore) node.store()).statistics();
  }
}
