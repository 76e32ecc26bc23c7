package tercet.e2e.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.testbed.server.PostgresCluster;
import tercet.testing.testbed.server.PostgresServer;
import tercet.testing.verifier.shop.ClientReply;
import tercet.testing.verifier.shop.Done;
import tercet.testing.verifier.shop.ShopClient;
import tercet.testing.verifier.shop.UserId;

/** The output of a node while its database fails over holds no secret. */
@Tag("slow")
@Timeout(240)
final class SecretsTest {
  /** The test's servers trust every password. */
  private static final String PASSWORD = "planted-5ecret-of-the-database";

  private static final String CLUSTER_SECRET = "a-secret-of-tests-only";

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder = Path.of("");

  @Test
  void noSecretIsPrintedOrWrittenOverAFailover() throws IOException {
    Path file = folder.resolve("cluster.properties");
    Files.writeString(
        file,
        "shards = 4\nstores = shared\nnode.shop-1.address = 127.0.0.1:%d\n"
            .formatted(ShopProcess.freePort()));
    Files.writeString(
        file, "node.shop-1.roles = order, stock, payment, gateway\n", StandardOpenOption.APPEND);
    try (PostgresCluster cluster = PostgresCluster.start(SecretsTest::say);
        ShopProcess shop =
            ShopProcess.start(
                ShopProcess.Ports.free(),
                folder.resolve("data"),
                List.of("env", "TERCET_POSTGRES_URL=" + cluster.url() + "?password=" + PASSWORD),
                "--cluster=" + file,
                "--node=shop-1",
                "--store=postgres",
                "--postgres-user=" + PostgresServer.USER);
        ShopClient client = new ShopClient(shop.uri())) {
      client.initUsers(1, 0).value();
      assertClean("ps", Files.readString(Path.of("/proc", Long.toString(shop.pid()), "cmdline")));
      cluster.primary().kill();
      long start = System.nanoTime();
      boolean refusedOnce = false;
      while (!(client.addFunds(UserId.of(0), 1) instanceof ClientReply.Ok<Done>) || !refusedOnce) {
        refusedOnce |= shop.output().contains("cannot be used now");
        assertTrue(System.nanoTime() - start < PATIENCE.toNanos(), shop::output);
        LockSupport.parkNanos(5_000_000);
      }
      assertEquals(0, shop.stop(), shop::output);
      assertClean("the output", shop.output());
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        assertClean(path.toString(), new String(Files.readAllBytes(path), ISO_8859_1));
      }
    }
  }

  private static void say(String progress) {
    System.out.println(progress);
  }

  private static void assertClean(String where, String text) {
    for (String secret : List.of(PASSWORD, CLUSTER_SECRET)) {
      assertFalse(text.contains(secret), () -> where + " holds a secret:\n" + text);
    }
  }
}
