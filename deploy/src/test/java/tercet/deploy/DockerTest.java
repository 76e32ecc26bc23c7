package tercet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
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
    ShopLoad.during(
        output,
        one.url(),
        40,
        "60s",
        () -> {
          succeed(one.compose("kill", "stock-1"));
          succeed(one.compose("up", "--wait", "--no-recreate", "stock-1"));
        });
  }

  private static Shell.Result tercet(String... words) {
    List<String> command = new ArrayList<>(List.of(ShopLoad.TERCET.toString()));
    command.addAll(List.of(words));
    return Shell.run(command);
  }

  /** Its output. */
  private static String succeed(Shell.Result result) {
    assertEquals(0, result.status(), result::output);
    return result.output();
  }
}
