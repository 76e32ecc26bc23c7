package tercet.testing.testbed.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs programs that end by themselves. One that does not is killed after ten minutes. */
public final class Shell {
  /** The longest of them install packages. */
  private static final Duration RUN_MAX = Duration.ofMinutes(10);

  private Shell() {}

  /**
   * The result of a program.
   *
   * @param output of both kinds
   */
  public record Result(int status, String output) {}

  /** Runs a program in the working folder of this process to its end. */
  public static Result run(List<String> command) {
    return run(Path.of("").toAbsolutePath(), Map.of(), command);
  }

  /**
   * Runs a program to its end.
   *
   * @param environment is added to that of this process
   * @throws ServerFailedException if there is no such program
   */
  public static Result run(Path folder, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      Thread.ofVirtual().name("ends what hangs").start(() -> end(process));
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

  private static void end(Process process) {
    try {
      if (!process.waitFor(RUN_MAX)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
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
