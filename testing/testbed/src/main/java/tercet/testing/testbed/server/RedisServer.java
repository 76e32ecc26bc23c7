package tercet.testing.testbed.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A Redis server of its own: its process, port and data folder. It writes its log to the disk
 * before it answers. Not safe for threads, except for the address.
 */
public final class RedisServer implements AutoCloseable {
  static final Path PROGRAM = Path.of("/usr/bin/redis-server");
  private static final Path CLIENT = Path.of("/usr/bin/redis-cli");
  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final Path folder;
  private final int port;
  private final List<String> options;
  private final Thread atExit = new Thread(this::killAndDelete, "kill-redis");
  private ServerProcess process;

  private RedisServer(List<String> more) {
    this.folder = Folders.temporary("redis");
    this.port = Ports.free();
    this.options = new ArrayList<>(safe(folder, port));
    options.addAll(more);
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts one; installs it first if it is missing and this process may. */
  public static RedisServer start(Consumer<String> progress) {
    return start(progress, List.of());
  }

  /**
   * Starts one with other settings.
   *
   * @param more settings and their values, as on the command line: {@code --appendfsync everysec}
   */
  public static RedisServer start(Consumer<String> progress, List<String> more) {
    requireInstalled(progress);
    RedisServer server = new RedisServer(more);
    try {
      server.awaitReady();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  static void requireInstalled(Consumer<String> progress) {
    if (!Files.isExecutable(PROGRAM) || !Files.isExecutable(CLIENT)) {
      progress.accept("Redis is missing; installing it");
      DebianPackages.install(progress, "redis-server", "redis-sentinel", "redis-tools");
    }
  }

  /** Settings of a server that forgets nothing that it has acknowledged. */
  private static List<String> safe(Path folder, int port) {
    return List.of(
        PROGRAM.toString(),
        "--port",
        Integer.toString(port),
        "--bind",
        "127.0.0.1",
        "--dir",
        folder.toString(),
        "--save",
        "",
        "--appendonly",
        "yes",
        "--appendfsync",
        "always",
        "--maxmemory-policy",
        "noeviction",
        "--repl-diskless-sync-delay",
        "0",
        "--repl-ping-replica-period",
        "1");
  }

  private ServerProcess launch() {
    return ServerProcess.start(folder, folder.resolve("log"), options);
  }

  private void awaitReady() {
    process.await("Redis answers", START_MAX, () -> cli("PING").contains("PONG"));
  }

  /** What the server says to a command. */
  public String cli(String... words) {
    List<String> command = new ArrayList<>(List.of(CLIENT.toString(), "-p", "" + port));
    command.addAll(List.of(words));
    return Shell.run(folder, Map.of(), command).output();
  }

  public int port() {
    return port;
  }

  /** Its address for a store. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Ends its process at once; the data stay. */
  public void kill() {
    process.kill();
  }

  /** Starts it again with the data that it has. */
  public void restart() {
    process = launch();
    awaitReady();
  }

  /** Halts it where it is; connections stay open and get no answer. */
  public void pause() {
    process.pause();
  }

  /** Lets it go on. */
  public void resume() {
    process.resume();
  }

  /** Ends it and deletes its data. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    killAndDelete();
  }

  private void killAndDelete() {
    process.kill();
    Folders.delete(folder);
  }
}
