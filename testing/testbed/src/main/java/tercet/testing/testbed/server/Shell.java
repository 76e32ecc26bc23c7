package tercet.testing.testbed.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs programs that end by themselves. */
final class Shell {
  private Shell() {}

  /**
   * What a program left.
   *
   * @param output of both kinds
   */
  record Result(int status, String output) {}

  /** Runs a program to its end. */
  static Result run(Path folder, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      try (InputStream output = process.getInputStream()) {
        String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), said);
      }
    } catch (IOException e) {
      throw new ServerFailedException("cannot run " + command.getFirst() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerFailedException("interrupted while waiting for " + command.getFirst(), e);
    }
  }

  /**
   * Runs a program that must succeed.
   *
   * @return its output
   */
  static String require(Path folder, Map<String, String> environment, List<String> command) {
    Result result = run(folder, environment, command);
    if (result.status() != 0) {
      throw new ServerFailedException(
          String.join(" ", command) + " failed:\n" + result.output().strip());
    }
    return result.output();
  }

  /** The same, and says what it is about to do. */
  static void require(Consumer<String> progress, Map<String, String> more, List<String> command) {
    progress.accept(String.join(" ", command));
    require(Path.of("/"), more, command);
  }
}
