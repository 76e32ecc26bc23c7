package tercet.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tercet.server.config.TransportChoice;

final class TransportOptionsTest {
  private static final String SECRET = "a-secret-of-tests-only";

  @Test
  void transportBetweenNodesNeedsTheirSecret() {
    TransportChoice.Direct direct =
        assertInstanceOf(TransportChoice.Direct.class, choice(SECRET, "--transport=grpc"));
    assertEquals(TransportChoice.Name.GRPC, direct.name());
    assertTrue(refusal(null, "--transport=http").contains("TERCET_CLUSTER_SECRET"));
    assertTrue(refusal("short", "--transport=http").contains("at least 16"));
    assertTrue(refusal(SECRET, "--broker-url=redis://localhost").contains("has none"));
    assertTrue(refusal(SECRET, "--replies-url=redis://localhost").contains("has none"));
  }

  @Test
  void secretMayBeInAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("secret");
    Files.writeString(file, SECRET + "\n");
    String option = "--cluster-secret-file=" + file;
    TransportChoice.Direct direct =
        assertInstanceOf(TransportChoice.Direct.class, choice(null, "--transport=http", option));
    assertEquals("Bearer " + SECRET, direct.trust().header());
    Files.writeString(file, "short");
    assertTrue(refusal(SECRET, "--transport=http", option).contains("at least 16"));
    Files.delete(file);
    assertTrue(refusal(SECRET, "--transport=http", option).contains("--cluster-secret-file"));
  }

  @Test
  void transportWithABrokerNeedsItsAddressAndNoSecret() {
    String transport = "--transport=redis-streams";
    TransportChoice.Brokered broker =
        assertInstanceOf(
            TransportChoice.Brokered.class,
            choice(null, transport, "--broker-url=redis://localhost", "--broker-password=hidden"));
    assertEquals("tercet", broker.prefix());
    assertNull(broker.replies());
    assertTrue(!broker.toString().contains("hidden"), broker::toString);
    TransportChoice.Brokered apart =
        assertInstanceOf(
            TransportChoice.Brokered.class,
            choice(
                null,
                transport,
                "--broker-url=redis://localhost",
                "--replies-url=redis://other",
                "--replies-password=hidden"));
    assertEquals("redis://other", Objects.requireNonNull(apart.replies()).url());
    assertTrue(!apart.toString().contains("hidden"), apart::toString);
    assertTrue(refusal(null, transport).contains("--broker-url"));
  }

  private static TransportChoice choice(@Nullable String secret, String... arguments) {
    TransportOptions options = new TransportOptions();
    new CommandLine(options)
        .registerConverter(
            TransportChoice.Name.class, new WordConverter<>(TransportChoice.Name.values()))
        .parseArgs(arguments);
    return options.choice(secret);
  }

  private static String refusal(@Nullable String secret, String... arguments) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> choice(secret, arguments)).getMessage());
  }
}
