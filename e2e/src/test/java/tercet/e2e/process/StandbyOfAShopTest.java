package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.PostgresCluster;
import tercet.testing.testbed.server.PostgresServer;
import tercet.testing.testbed.server.ReplicatedServer;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;

/** A standby is lost while a shop sells, found by the query of the docs, and put back in time. */
@Tag("slow")
@Timeout(240)
final class StandbyOfAShopTest {
  private static final Pattern QUERY = Pattern.compile("(?s)### A lost standby.*?```sql\n(.*?)```");
  private static final int RECORDS = 5_000;

  /** More than are bought until the standby is back. */
  private static final int ORDERS = 50_000;

  private static final int SOME = 50;

  @TempDir private Path folder = Path.of("");

  private final Set<OrderId> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  void lostStandbyIsFoundAndPutBackAndThenTheShopBearsTheLossOfThePrimary() throws IOException {
    ShopProcess.Ports ports = ShopProcess.Ports.free();
    try (PostgresCluster servers = PostgresCluster.start(StandbyOfAShopTest::say);
        ShopProcess shop =
            ShopProcess.start(
                ports,
                folder,
                List.of(),
                "--store=postgres",
                "--postgres-url=" + servers.url(),
                "--postgres-user=" + PostgresServer.USER);
        ShopClient client = new ShopClient(shop.uri())) {
      client.initItems(RECORDS, 1_000, 1).value();
      client.initUsers(RECORDS, 1_000).value();
      client.initOrders(ORDERS, RECORDS, RECORDS, 1).value();
      ReplicatedServer primary = servers.primary();
      ReplicatedServer standby =
          servers.servers().stream()
              .filter(server -> !server.isPrimary())
              .findFirst()
              .orElseThrow();
      assertEquals(2, rows(primary), "standbys at the beginning");
      try (SteadyBuyers buyers = new SteadyBuyers(ports, acknowledged)) {
        buyers.await(SOME);
        standby.kill();
        Await.until("the query shows the loss", () -> rows(primary) == 1);
        buyers.await(SOME);
        standby.rejoin();
        Await.until("the query shows the standby", () -> rows(primary) == 2);
        primary.kill();
        buyers.await(SOME);
      }
      for (OrderId order : acknowledged) {
        assertTrue(client.findOrder(order).value().paid(), () -> order + " is lost");
      }
      assertEquals(0, shop.stop(), shop::output);
    }
  }

  private static void say(String progress) {
    System.out.println(progress);
  }

  /** How many standbys the documented query shows. */
  private static long rows(ReplicatedServer primary) {
    try {
      Path page = ShopProcess.home().resolve("../../../docs/operate/postgres.md");
      Matcher query = QUERY.matcher(Files.readString(page));
      assertTrue(query.find(), "the page has no query");
      return primary.sql(query.group(1)).lines().filter(row -> row.contains("streaming")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
