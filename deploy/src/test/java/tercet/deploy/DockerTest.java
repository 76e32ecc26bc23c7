package tercet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.Shell;

/**
 * Compose files on a real Docker engine: two clusters at the same time, contests through their
 * published ports, and a container that is killed under load.
 *
 * <p>Needs {@code ./tercet image} before, and {@code -Dtercet.docker=rocksdb-3,postgres}, the
 * clusters to start. Where the engine reaches no registry, {@code deploy/stand-ins.sh} makes the
 * other images.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "tercet.docker", matches = ".+")
final class DockerTest {
  private static final int FIRST_PORT = 18_000;
  private static final Duration LOAD_STARTS_MAX = Duration.ofMinutes(2);
  private static final Path TERCET = Path.of("../tercet").toAbsolutePath().normalize();

  private final List<Started> started = new ArrayList<>();

  private record Started(String name, int port) {
    /** Runs {@code docker compose} with its file. */
    Shell.Result compose(String... words) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "docker", "compose", "-f", Places.COMPOSE.resolve(name + ".yaml").toString()));
      command.addAll(List.of(words));
      return Shell.run(Path.of("").toAbsolutePath(), Map.of("TERCET_PORT", "" + port), command);
    }

    String url() {
      return "http://localhost:" + port;
    }
  }

  @AfterEach
  void endAll() {
    started.forEach(one -> one.compose("down", "--volumes", "--remove-orphans"));
  }

  @Test
  void clustersAreExactThroughTheirPortsAndTheDeathOfAContainer(@TempDir Path folder)
      throws Exception {
    String names = String.valueOf(System.getProperty("tercet.docker"));
    for (String name : names.split(",", -1)) {
      Started one = new Started(name, FIRST_PORT + started.size());
      started.add(one);
      succeed(one.compose("up", "--wait", "--wait-timeout", "300"));
    }
    for (Started one : started) {
      succeed(tercet("verify", "--url", one.url()));
      surviveAKill(one, folder.resolve(one.name()));
    }
    for (Started one : started) {
      succeed(one.compose("down", "--volumes"));
      assertEquals("", succeed(one.compose("ps", "--all", "--quiet")));
    }
    started.clear();
  }

  private static void surviveAKill(Started one, Path output) throws Exception {
    List<String> command = List.of(TERCET.toString(), "bench", "--url", one.url());
    List<String> load = new ArrayList<>(command);
    load.addAll(List.of("--records", "10000", "--rate", "40", "--duration", "20s"));
    Process bench =
        new ProcessBuilder(load).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      Await.until("the load has begun", LOAD_STARTS_MAX, () -> read(output).contains("/s  p50"));
      succeed(one.compose("kill", "stock-1"));
      succeed(one.compose("up", "--wait", "--no-recreate", "stock-1"));
      assertEquals(0, bench.waitFor(), () -> read(output));
      String said = read(output);
      assertTrue(said.contains("RIGHT"), said);
    } finally {
      bench.destroyForcibly();
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static Shell.Result tercet(String... words) {
    List<String> command = new ArrayList<>(List.of(TERCET.toString()));
    command.addAll(List.of(words));
    return Shell.run(command);
  }

  /** Its output. */
  private static String succeed(Shell.Result result) {
    assertEquals(0, result.status(), result::output);
    return result.output();
  }
}
