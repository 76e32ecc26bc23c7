package tercet.testing.testbed.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Processes of Redis that belong together, in a folder. They end with {@link #close}, and with this
 * process. For one thread at a time.
 */
final class RedisGroup implements AutoCloseable {
  private static final Duration SETTLE_MAX = Duration.ofSeconds(60);

  private final Path folder;
  private final List<RedisProcess> all = new ArrayList<>();
  private final AtExit atExit;

  RedisGroup(String name, Path folder) {
    this.folder = folder;
    this.atExit = new AtExit("kill-" + name, this::killAndDelete);
  }

  Path folder() {
    return folder;
  }

  /** Starts a group; ends it if that fails. */
  void start(Runnable startAll) {
    try {
      startAll.run();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Starts a process, and does not wait. */
  RedisProcess add(String name, Path own, int port, Supplier<List<String>> command) {
    RedisProcess process = new RedisProcess(name, own, port, command);
    all.add(process);
    return process;
  }

  /**
   * Waits until a condition holds.
   *
   * @param state of a process, for the report if it never does
   */
  void await(String what, BooleanSupplier isTrue, Function<RedisProcess, String> state) {
    if (!Await.holds(SETTLE_MAX, () -> true, isTrue)) {
      String states =
          all.stream()
              .map(process -> process.name() + ": " + state.apply(process))
              .collect(Collectors.joining("\n"));
      throw new ServerFailedException("not within " + SETTLE_MAX + ": " + what + "\n" + states);
    }
  }

  /** The addresses of processes, with commas between them. */
  static String addresses(List<RedisProcess> processes) {
    return processes.stream()
        .map(process -> "127.0.0.1:" + process.port())
        .collect(Collectors.joining(","));
  }

  /** Ends all and deletes their data. */
  @Override
  public void close() {
    atExit.cancel();
    killAndDelete();
  }

  private void killAndDelete() {
    all.forEach(RedisProcess::kill);
    Folders.delete(folder);
  }
}
