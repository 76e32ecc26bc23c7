package tercet.testing.testbed.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A server that runs as a child of this process, with all processes that it starts itself. Safe for
 * threads.
 */
public final class ServerProcess {
  private static final Duration POLL_EVERY = Duration.ofMillis(20);
  private static final Duration END_MAX = Duration.ofMinutes(1);

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * @param log gets the server's output, after its present content
   */
  static ServerProcess start(Path folder, Path log, List<String> command) {
    return start(folder, log, Map.of(), command);
  }

  /**
   * Starts a server.
   *
   * @param folder that it works in
   * @param log gets the server's output, after its present content
   * @param more of the environment
   * @throws ServerFailedException if there is no such program
   */
  public static ServerProcess start(
      Path folder, Path log, Map<String, String> more, List<String> command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      // Variables for this process are not for the server, which may know the same names.
      builder.environment().keySet().removeIf(name -> name.startsWith("TERCET_"));
      builder.environment().putAll(more);
      return new ServerProcess(builder.start(), log);
    } catch (IOException e) {
      throw new ServerFailedException("cannot start " + command.getFirst() + ": " + e, e);
    }
  }

  /** Waits until something is true of the server; fails if it ends before or takes too long. */
  public void await(String what, Duration patience, BooleanSupplier isTrue) {
    if (!Await.holds(patience, process::isAlive, isTrue)) {
      String why = process.isAlive() ? "not within " + patience : "the server has ended";
      throw new ServerFailedException(what + ": " + why + "; it said:\n" + log());
    }
  }

  /** Its output. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "nothing that can be read: " + e;
    }
  }

  /** The id of its first process. */
  public long pid() {
    return process.pid();
  }

  /**
   * Ends all its processes at once, also for a thread that was interrupted: what a test leaves
   * behind when it takes too long would disturb all those after it.
   */
  public void kill() {
    boolean interrupted = Thread.interrupted();
    try {
      killAll();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void killAll() {
    signal("STOP"); // so that it starts no more while they are counted
    List<ProcessHandle> all = Stream.concat(process.descendants(), of(process)).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    awaitEnd();
    long end = System.nanoTime() + END_MAX.toNanos();
    while (all.stream().anyMatch(one -> Signals.isThere(one.pid()))
        && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(POLL_EVERY.toNanos());
    }
  }

  private static Stream<ProcessHandle> of(Process process) {
    return Stream.of(process.toHandle());
  }

  /** Halts all its processes where they are; connections stay open and get no answer. */
  public void pause() {
    signalAll("STOP");
  }

  /** Lets halted processes go on. */
  public void resume() {
    signalAll("CONT");
  }

  private void signalAll(String signal) {
    signal(signal);
    process.descendants().forEach(child -> Signals.send(signal, child.pid()));
  }

  /** Sends a signal to the server's first process. */
  void signal(String signal) {
    Signals.send(signal, process.pid());
  }

  /** Whether its first process runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Asks its first process to stop, as the system does when it shuts down, and waits until it has.
   *
   * @return exit status
   * @throws ServerFailedException if it does not
   */
  public int stop() {
    process.toHandle().destroy(); // unlike Process.destroy, which also stops listening
    return awaitEnd();
  }

  /**
   * Waits until its first process has ended by itself.
   *
   * @return exit status
   * @throws ServerFailedException if it does not end
   */
  public int awaitEnd() {
    try {
      if (!process.waitFor(END_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ServerFailedException("the server does not end; it said:\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerFailedException("interrupted while the server was to end", e);
    }
  }
}
