package tercet.testing.testbed.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Redis server alone. It writes its log to the disk before it answers. Not safe for threads,
 * except for the address.
 */
public final class RedisServer implements AutoCloseable {
  /** Where Redis keeps its log of writes. */
  private static final String DATA = "appendonlydir";

  private static final Pattern RATE = Pattern.compile("\"SET\",\"([0-9.]+)\"");

  private final Path folder;
  private final RedisProcess process;
  private final AtExit atExit;

  private RedisServer(Path folder, List<String> more) {
    this.folder = folder;
    int port = Ports.free();
    List<String> command = new ArrayList<>(RedisProcess.safeServer(folder, port));
    command.addAll(more);
    this.process = new RedisProcess("redis", folder, port, () -> command);
    this.atExit = new AtExit("kill-redis", this::killAndDelete);
  }

  /** Starts one in a temporary folder; installs it first if it is missing and this process may. */
  public static RedisServer start(Consumer<String> progress) {
    return start(progress, List.of());
  }

  /**
   * Starts one with other settings.
   *
   * @param more settings and their values, as on the command line: {@code --appendfsync everysec}
   */
  public static RedisServer start(Consumer<String> progress, List<String> more) {
    return start(Folders.temporary("redis"), progress, more);
  }

  /** Starts one in a folder of the caller's, which ends with it. */
  public static RedisServer start(Path folder, Consumer<String> progress, List<String> more) {
    RedisProcess.requireInstalled(progress);
    RedisServer server = new RedisServer(folder, more);
    try {
      server.process.awaitReady();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  public RedisProcess process() {
    return process;
  }

  /** Starts it again with the data that it has. */
  public void restart() {
    process.launchAgain();
    process.awaitReady();
  }

  /** How many values redis-benchmark sets in a second, one by one over 50 connections. */
  public double benchmark(int sets) {
    List<String> command = new ArrayList<>(List.of("redis-benchmark", "-p", "" + process.port()));
    command.addAll(List.of("-t", "set", "-P", "1", "-c", "50", "-n", "" + sets, "--csv"));
    String said = Shell.require(folder, Map.of(), command);
    Matcher found = RATE.matcher(said);
    if (!found.find()) {
      throw new ServerFailedException("redis-benchmark said no number: " + said);
    }
    return Double.parseDouble(found.group(1));
  }

  /**
   * Copies its data; it must not run.
   *
   * @return where they are now
   */
  public Path backUp(Path to) {
    Folders.copyTree(folder.resolve(DATA), to);
    return to;
  }

  /** Puts copied data in the place of its own; it must not run. */
  public void restore(Path backup) {
    Folders.delete(folder.resolve(DATA));
    Folders.copyTree(backup, folder.resolve(DATA));
  }

  /** Its address for a store. */
  public String url() {
    return "redis://127.0.0.1:" + process.port();
  }

  /** Ends it and deletes its data. */
  @Override
  public void close() {
    atExit.cancel();
    killAndDelete();
  }

  private void killAndDelete() {
    process.kill();
    Folders.delete(folder);
  }
}
