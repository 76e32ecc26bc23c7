package tercet.testing.testbed.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A process of Redis, a server or a sentinel. */
public final class RedisProcess extends GroupedServer {
  private static final Path CLIENT = Path.of("/usr/bin/redis-cli");
  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final Supplier<List<String>> command;

  /**
   * Starts it.
   *
   * @param command is asked at each start
   */
  RedisProcess(String name, Path folder, int port, Supplier<List<String>> command) {
    super(name, folder, port, SystemAccount.ofThisProcess());
    this.command = command;
    launchAgain();
  }

  static void requireInstalled(Consumer<String> progress) {
    boolean isThere =
        Files.isExecutable(CLIENT)
            && Files.isExecutable(Path.of("/usr/bin/redis-server"))
            && Files.isExecutable(Path.of("/usr/bin/redis-sentinel"));
    if (!isThere) {
      progress.accept("Redis is missing; installing it");
      DebianPackages.install(progress, "redis-server", "redis-sentinel", "redis-tools");
    }
  }

  /** Settings of a server that forgets nothing that it has acknowledged. */
  static List<String> safeServer(Path folder, int port) {
    List<String> words = new ArrayList<>(List.of("/usr/bin/redis-server", "--port", "" + port));
    words.addAll(List.of("--bind", "127.0.0.1", "--dir", folder.toString(), "--save", ""));
    words.addAll(List.of("--appendonly", "yes", "--appendfsync", "always"));
    words.addAll(List.of("--maxmemory-policy", "noeviction"));
    // A replica follows at once, and is missed after a second.
    words.addAll(List.of("--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1"));
    words.addAll(List.of("--repl-backlog-size", "64mb"));
    return words;
  }

  void awaitReady() {
    process().await(name() + " answers", START_MAX, this::answers);
  }

  /** Its first process. */
  public long pid() {
    return process().pid();
  }

  /** Its output. */
  public String log() {
    return process().log();
  }

  /** Whether it answers a client. */
  @Override
  public boolean answers() {
    return cli("PING").contains("PONG");
  }

  /** Its reply to a command; an error also if it does not answer within a second. */
  public String cli(String... words) {
    List<String> all =
        new ArrayList<>(List.of("timeout", "1", CLIENT.toString(), "-p", "" + port()));
    all.addAll(List.of(words));
    return Shell.run(folder(), Map.of(), all).output();
  }

  /** A section of the server's INFO. */
  Map<String, String> info(String section) {
    Map<String, String> facts = new HashMap<>();
    for (String line : cli("INFO", section).split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        facts.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return facts;
  }

  /** Whether it is a server that takes writes, as far as it knows. */
  public boolean isMaster() {
    return "master".equals(info("replication").get("role"));
  }

  /** Whether it is a replica with all data that its master had a moment ago. */
  public boolean isReplica() {
    Map<String, String> facts = info("replication");
    return "slave".equals(facts.get("role"))
        && "up".equals(facts.get("master_link_status"))
        && "0".equals(facts.get("master_sync_in_progress"));
  }

  /** Starts it again with the data that it has; it may not answer yet. */
  @Override
  public void launchAgain() {
    launch(Map.of(), command.get());
  }
}
