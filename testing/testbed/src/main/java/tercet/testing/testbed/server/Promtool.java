package tercet.testing.testbed.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Prometheus' own check of its rules. */
public final class Promtool {
  private static final Path PROGRAM = Path.of("/usr/bin/promtool");

  private Promtool() {}

  /**
   * Runs it; installs it first if it is missing and this process may.
   *
   * @param progress hears of long steps
   * @param words of its command
   */
  public static Shell.Result run(Consumer<String> progress, String... words) {
    if (!Files.isExecutable(PROGRAM)) {
      DebianPackages.install(progress, "prometheus");
    }
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(List.of(words));
    return Shell.run(command);
  }
}
