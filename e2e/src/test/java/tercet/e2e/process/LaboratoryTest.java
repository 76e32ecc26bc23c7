package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.testbed.server.Shell;
import tercet.testing.verifier.shop.ShopClient;

/** A process that serves a shop loads no class that tests, measures or breaks one. */
@Tag("quick")
@Timeout(300)
final class LaboratoryTest {
  private static final List<String> LABORATORY = List.of("tercet.testing.", "tercet.tools.");

  @TempDir private Path folder = Path.of("");

  @Test
  void shopHasNoClassOfTheLaboratory() throws Exception {
    List<String> command = commandOfTheScript("run");
    assertEquals("tercet.server.Main", command.get(command.size() - 2));
    assertFalse(classPath(command).contains("/tools/"), command::toString);
    Path log = folder.resolve("classes.log");
    // Behind "env", which becomes Java with one more option.
    List<String> prefix = List.of("env", "JAVA_TOOL_OPTIONS=" + logging(log));
    try (ShopProcess shop =
            ShopProcess.start(ShopProcess.Ports.free(), folder.resolve("data"), prefix);
        ShopClient client = new ShopClient(shop.uri())) {
      client.initItems(10, 10, 1).value();
    }
    List<String> loaded = Files.readAllLines(log);
    assertTrue(loaded.stream().anyMatch(line -> line.contains(" tercet.kernel.Kernel ")));
    assertEquals(List.of(), laboratoryIn(loaded));
    if (!StartCache.options().isEmpty()) {
      assertTrue(
          loaded.stream().anyMatch(line -> line.contains(" tercet.kernel.Kernel source: shared")),
          "the start cache was not used");
    }
  }

  @Test
  void commandThatTestsHasThem() throws Exception {
    List<String> command = new ArrayList<>(commandOfTheScript("simulate", "--seeds", "1"));
    assertTrue(classPath(command).contains("/tools/"), command::toString);
    Path log = folder.resolve("classes.log");
    command.add(1, logging(log));
    assertEquals(0, Shell.run(command).status());
    assertFalse(laboratoryIn(Files.readAllLines(log)).isEmpty());
  }

  private static String logging(Path log) {
    return "-Xlog:class+load:file=" + log;
  }

  private static List<String> laboratoryIn(List<String> loaded) {
    return loaded.stream().filter(line -> LABORATORY.stream().anyMatch(line::contains)).toList();
  }

  private static String classPath(List<String> command) {
    return command.get(command.indexOf("-cp") + 1);
  }

  private static List<String> commandOfTheScript(String... words) {
    Path script = ShopProcess.home().resolve("../../../tercet").normalize();
    List<String> command = new ArrayList<>(List.of(script.toString(), "show-command"));
    command.addAll(List.of(words));
    Map<String, String> java = Map.of("JAVA_HOME", System.getProperty("java.home"));
    Shell.Result ended = Shell.run(Path.of("").toAbsolutePath(), java, command);
    assertEquals(0, ended.status(), ended::output);
    return ended.output().lines().toList();
  }
}
