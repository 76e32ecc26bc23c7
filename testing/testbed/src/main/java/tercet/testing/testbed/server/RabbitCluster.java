package tercet.testing.testbed.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One server of RabbitMQ, or several that keep copies of each other's queues, on loopback. It has
 * an epmd of its own, which tells servers each other's ports, so it is no matter what else runs on
 * the machine. Not safe for threads, except for the address.
 */
public final class RabbitCluster implements AutoCloseable {
  private static final Duration SETTLE_MAX = Duration.ofMinutes(2);
  private static final int COOKIE_BYTES = 20;

  private final Path folder;
  private final int epmdPort = Ports.free();
  private final ServerProcess epmd;
  private final List<RabbitProcess> servers = new ArrayList<>();
  private final AtExit atExit;

  private RabbitCluster(Path folder) {
    this.folder = folder;
    Folders.openToAll(folder);
    Path own = Folders.create(folder.resolve("epmd"));
    RabbitProcess.unprivileged().own(own);
    List<String> command =
        List.of("/usr/bin/epmd", "-address", "127.0.0.1", "-port", Integer.toString(epmdPort));
    this.epmd =
        ServerProcess.start(
            own, folder.resolve("epmd.log"), RabbitProcess.unprivileged().command(command));
    this.atExit = new AtExit("kill-rabbitmq", this::killAndDelete);
  }

  /**
   * Starts servers in a temporary folder; installs RabbitMQ first if it is missing and this process
   * may.
   *
   * @param count 1, or 3 to bear the loss of one
   */
  public static RabbitCluster start(int count, Consumer<String> progress) {
    return start(Folders.temporary("rabbitmq"), count, progress, List.of());
  }

  /**
   * The same in a folder of the caller's, which ends with it.
   *
   * @param more settings, as lines of rabbitmq.conf
   */
  public static RabbitCluster start(
      Path folder, int count, Consumer<String> progress, List<String> more) {
    RabbitProcess.requireInstalled(progress);
    RabbitCluster all = new RabbitCluster(Folders.create(folder));
    try {
      all.startAll(count, more);
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  private void startAll(int count, List<String> more) {
    byte[] chance = new byte[COOKIE_BYTES];
    new SecureRandom().nextBytes(chance);
    String cookie = HexFormat.of().formatHex(chance);
    for (int number = 1; number <= count; number++) {
      String name = "rabbitmq-" + number;
      List<RabbitProcess> first = servers.isEmpty() ? List.of() : List.of(servers.getFirst());
      servers.add(new RabbitProcess(name, folder.resolve(name), cookie, epmdPort, first, more));
      if (number == 1) {
        servers.getFirst().awaitReady(); // so that the others find one to join
      }
    }
    awaitComplete();
  }

  /** Waits until all servers are there and know each other. */
  public void awaitComplete() {
    servers.forEach(RabbitProcess::awaitReady);
    if (servers.size() > 1) {
      await("all servers have met", () -> running() == servers.size());
    }
  }

  /** How many servers take part, or 0 while the first of them cannot say it. */
  private int running() {
    try {
      String said =
          servers.getFirst().control("eval", "length(rabbit_mnesia:cluster_nodes(running)).");
      return Integer.parseInt(said.strip());
    } catch (ServerFailedException | NumberFormatException notNow) {
      return 0;
    }
  }

  /**
   * Waits until all servers have written down which quorum queues there are. A server that is
   * killed in the second before, of 3.10, begins such a queue anew and empty; where most servers
   * do, confirmed messages are lost.
   */
  public void awaitQueuesWritten() {
    Set<String> queues = server().leaders().keySet();
    await(
        "all servers have written the names of " + queues,
        () -> servers.stream().allMatch(server -> server.hasWritten(queues)));
  }

  private static void await(String what, BooleanSupplier isTrue) {
    if (!Await.holds(SETTLE_MAX, () -> true, isTrue)) {
      throw new ServerFailedException("not within " + SETTLE_MAX + ": " + what);
    }
  }

  /** All servers, always the same, also those that are dead. */
  public List<RabbitProcess> servers() {
    return List.copyOf(servers);
  }

  /** The only server, or the first of several. */
  public RabbitProcess server() {
    return servers.getFirst();
  }

  /** Starts a server again that was killed, with its data, and returns when it answers. */
  public void rejoin(RabbitProcess server) {
    server.launchAgain();
    server.awaitReady();
  }

  /** Starts all again that are dead: one alone would wait for those that had newer data. */
  public void restart() {
    servers.stream().filter(server -> !server.isAlive()).forEach(RabbitProcess::launchAgain);
    awaitComplete();
  }

  /** The address of all servers, for a transport. */
  public String url() {
    return servers.stream()
        .map(server -> "127.0.0.1:" + server.port())
        .collect(Collectors.joining(",", "amqp://", ""));
  }

  /** Ends all and deletes their data. */
  @Override
  public void close() {
    atExit.cancel();
    killAndDelete();
  }

  private void killAndDelete() {
    servers.forEach(RabbitProcess::kill);
    epmd.kill();
    Folders.delete(folder);
  }
}
