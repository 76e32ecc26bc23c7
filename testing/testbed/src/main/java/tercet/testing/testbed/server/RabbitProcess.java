package tercet.testing.testbed.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A server of RabbitMQ. */
public final class RabbitProcess extends GroupedServer {
  private static final Path PROGRAMS = Path.of("/usr/lib/rabbitmq/bin");
  private static final String COOKIE = ".erlang.cookie";
  private static final Duration START_MAX = Duration.ofMinutes(2);

  /** In its log, at the end of each start. */
  private static final String STARTED = "Server startup complete";

  private static final int ANSWER_MILLIS_MAX = 1_000;

  /** The first bytes that a client of AMQP 0.9.1 sends. */
  private static final byte[] GREETING = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

  private final int distributionPort = Ports.free();
  private final int epmdPort;
  private volatile int startsBefore;

  /**
   * Starts it.
   *
   * @param name for people
   * @param folder for its files
   * @param cookie that servers of one cluster have in common
   * @param epmdPort of the process that knows the ports of all servers of the cluster
   * @param first servers to join; none for the first one itself
   * @param more settings, as lines of rabbitmq.conf
   */
  RabbitProcess(
      String name,
      Path folder,
      String cookie,
      int epmdPort,
      List<RabbitProcess> first,
      List<String> more) {
    super(name, folder, Ports.free(), unprivileged());
    this.epmdPort = epmdPort;
    List<String> settings = new ArrayList<>(settings(port()));
    settings.addAll(more);
    int number = 1;
    for (RabbitProcess other : first) {
      settings.add("cluster_formation.classic_config.nodes." + number++ + " = " + other.node());
    }
    if (!first.isEmpty()) {
      settings.add("cluster_formation.peer_discovery_backend = classic_config");
      settings.add("cluster_formation.classic_config.nodes." + number + " = " + node());
    }
    writeFiles(settings, cookie);
    launchAgain();
  }

  /** Debian's scripts refuse to run as root. */
  static SystemAccount unprivileged() {
    return SystemAccount.orRoot("rabbitmq");
  }

  static void requireInstalled(Consumer<String> progress) {
    if (!Files.isExecutable(PROGRAMS.resolve("rabbitmq-server"))) {
      progress.accept("RabbitMQ is missing; installing it");
      DebianPackages.install(progress, "rabbitmq-server");
    }
  }

  private static List<String> settings(int port) {
    List<String> lines = new ArrayList<>();
    lines.add("listeners.tcp.1 = 127.0.0.1:" + port);
    lines.add("loopback_users.guest = false");
    // A halted server is missed after about 5 s, not 60; less makes a busy machine a dead one.
    lines.add("net_ticktime = 5");
    // Those that are cut off from most others take nothing, rather than go a way of their own.
    lines.add("cluster_partition_handling = pause_minority");
    lines.add("vm_memory_high_watermark.absolute = 256MB");
    lines.add("disk_free_limit.absolute = 50MB");
    // The log of quorum queues is kept in memory up to this size; 512 MB is usual.
    lines.add("raft.wal_max_size_bytes = 33554432");
    lines.add("log.console = true");
    lines.add("log.console.level = info");
    lines.add("log.file = false");
    return lines;
  }

  private void writeFiles(List<String> settings, String cookie) {
    account().own(folder());
    Path secret = folder().resolve(COOKIE);
    Folders.write(folder().resolve("rabbitmq.conf"), String.join("\n", settings) + "\n");
    Folders.write(folder().resolve("plugins"), "[].\n");
    Folders.write(secret, cookie);
    account().own(secret);
    try {
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("r--------"));
    } catch (IOException e) {
      throw new ServerFailedException("cannot protect " + secret + ": " + e, e);
    }
  }

  private static String program(String called) {
    return PROGRAMS.resolve(called).toString();
  }

  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>();
    all.put("HOME", folder().toString());
    all.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    all.put("ERL_EPMD_PORT", Integer.toString(epmdPort));
    all.put("RABBITMQ_NODENAME", node());
    all.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
    all.put("RABBITMQ_NODE_PORT", Integer.toString(port()));
    all.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
    all.put("RABBITMQ_MNESIA_BASE", folder().resolve("data").toString());
    all.put("RABBITMQ_LOG_BASE", folder().resolve("logs").toString());
    all.put("RABBITMQ_PID_FILE", folder().resolve("pid").toString());
    all.put("RABBITMQ_CONFIG_FILE", folder().resolve("rabbitmq").toString());
    all.put("RABBITMQ_ENABLED_PLUGINS_FILE", folder().resolve("plugins").toString());
    // One thread is enough for a test, and an idle server should not spin.
    all.put(
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
        "-kernel inet_dist_use_interface {127,0,0,1}"
            + " +S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none");
    return all;
  }

  /** Its port opens a moment before it can be told anything. */
  void awaitReady() {
    process().await(name() + " answers", START_MAX, () -> hasStarted() && answers());
  }

  private boolean hasStarted() {
    return startsIn(process().log()) > startsBefore;
  }

  private static int startsIn(String log) {
    return log.split(STARTED, -1).length - 1;
  }

  /** The name that RabbitMQ knows it by. */
  public String node() {
    return "tercet-" + port() + "@localhost";
  }

  /** Whether it greets a client. */
  @Override
  public boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), ANSWER_MILLIS_MAX);
      socket.setSoTimeout(ANSWER_MILLIS_MAX);
      socket.getOutputStream().write(GREETING);
      return socket.getInputStream().read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Runs rabbitmqctl, which takes a second or two.
   *
   * @return what it says; it must succeed
   */
  public String control(String... words) {
    List<String> all = new ArrayList<>(List.of(program("rabbitmqctl"), "--quiet"));
    all.addAll(List.of(words));
    return Shell.require(folder(), environment(), asItself(all));
  }

  /** Which server leads each quorum queue, as this server knows it. */
  public Map<String, String> leaders() {
    Map<String, String> leaders = new HashMap<>();
    for (String line :
        control("list_queues", "--no-table-headers", "name", "leader").split("\n", -1)) {
      String[] parts = line.split("\t", -1);
      if (parts.length == 2 && !parts[1].isBlank()) {
        leaders.put(parts[0], parts[1].strip());
      }
    }
    return leaders;
  }

  /** Whether it still knows these queues after a kill. */
  boolean hasWritten(Set<String> queues) {
    Path names = folder().resolve("data").resolve(node()).resolve("quorum").resolve(node());
    String written = Folders.readBinary(names.resolve("names.dets"));
    return queues.stream().allMatch(queue -> written.contains("%2F_" + queue));
  }

  /** How many messages wait in each queue, and how many were given to a reader; for people. */
  public String queues() {
    return control(
        "list_queues", "name", "messages_ready", "messages_unacknowledged", "consumers", "leader");
  }

  /** Starts it again with the data that it has; it may not answer yet. */
  @Override
  public void launchAgain() {
    startsBefore = Files.exists(output()) ? startsIn(Folders.read(output())) : 0;
    launch(environment(), List.of(program("rabbitmq-server")));
  }
}
