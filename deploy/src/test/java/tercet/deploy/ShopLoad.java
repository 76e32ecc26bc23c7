package tercet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tercet.testing.testbed.server.Await;

/** Clients of {@code tercet bench} that buy from a running shop while something happens to it. */
final class ShopLoad {
  static final Path TERCET = Path.of("../tercet").toAbsolutePath().normalize();

  /** After the last purchase. */
  private static final String OVER = "Comparing the books";

  private static final Duration STARTS_MAX = Duration.ofMinutes(3);

  private ShopLoad() {}

  /**
   * Lets an event happen once clients buy. Fails unless they buy until it is over, and all records
   * agree with the answers.
   *
   * @param output file for all that the clients say
   * @param duration of the load, as the command takes it
   * @return the output
   */
  static String during(Path output, String url, int perSecond, String duration, Runnable event)
      throws Exception {
    List<String> load = List.of(TERCET.toString(), "bench", "--url", url, "--records", "10000");
    List<String> pace = List.of("--rate", Integer.toString(perSecond), "--duration", duration);
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(load));
    builder.command().addAll(pace);
    Process bench = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      Await.until(
          () -> "the load has not begun: " + read(output),
          STARTS_MAX,
          () -> !bench.isAlive() || read(output).contains("/s  p50"));
      event.run();
      assertFalse(read(output).contains(OVER), "the load was over before the event was");
      assertEquals(0, bench.waitFor(), () -> read(output));
      String said = read(output);
      assertTrue(said.contains("RIGHT"), said);
      return said;
    } finally {
      bench.destroyForcibly();
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "cannot read what the clients said: " + e;
    }
  }
}
