package tercet.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tercet.testing.testbed.server.Health;
import tercet.testing.testbed.server.ServerFailedException;
import tercet.testing.testbed.server.ServerProcess;

/** The program {@code tercet run} in a process of its own, on free ports of loopback. */
final class ShopProcess implements AutoCloseable {
  /** Before it counts as dead; how fast it is, tests say themselves. */
  private static final Duration START_MAX = Duration.ofMinutes(2);

  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
  private static final Map<String, String> ENVIRONMENT =
      Map.of("TERCET_CLUSTER_SECRET", "a-secret-of-tests-only", "TERCET_DRAIN", "0s");

  private final ServerProcess process;
  private final int port;
  private final int adminPort;
  private final long started = System.nanoTime();
  private Duration startTime = Duration.ZERO;

  private ShopProcess(List<String> command, int port, int adminPort) {
    this.port = port;
    this.adminPort = adminPort;
    try {
      Path log = Files.createTempFile("tercet-shop-", ".log");
      log.toFile().deleteOnExit();
      process = ServerProcess.start(Path.of("").toAbsolutePath(), log, ENVIRONMENT, command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts the shop and waits until it serves, with Java's options for production. Others have
   * those of {@link #shortLived}.
   *
   * @param options of {@code tercet run}, beside folder and ports
   */
  static ShopProcess startAsInProduction(Ports ports, Path data, String... options) {
    ShopProcess shop = launch(javaCommand(), ports, data, options);
    shop.awaitReady();
    return shop;
  }

  /**
   * Starts the shop and waits until it serves.
   *
   * @param options of {@code tercet run}, beside folder and ports
   */
  static ShopProcess start(Path data, String... options) {
    return start(Ports.free(), data, List.of(), options);
  }

  /**
   * The same on given ports, so that clients find it again after a restart.
   *
   * @param prefix of the command line, such as a tracer
   */
  static ShopProcess start(Ports ports, Path data, List<String> prefix, String... options) {
    ShopProcess shop = launch(ports, data, prefix, options);
    shop.awaitReady();
    return shop;
  }

  /** The same without waiting: a node is ready only when there are others. */
  static ShopProcess launch(Ports ports, Path data, List<String> prefix, String... options) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(shortLived(javaCommand()));
    return launch(command, ports, data, options);
  }

  /** Starts a variant of the program, and waits until it serves. */
  static ShopProcess start(ChangedBuild build, Path data, String... options) {
    List<String> command = shortLived(javaCommand());
    command.set(command.size() - 2, build.classPath());
    ShopProcess shop = launch(command, Ports.free(), data, options);
    shop.awaitReady();
    return shop;
  }

  /**
   * Starts it with another heap, and waits until it serves.
   *
   * @param heap as an option of Java
   */
  static ShopProcess startWithHeap(String heap, Ports ports, Path data, String... options) {
    List<String> command = javaCommand();
    command.set(1, heap);
    ShopProcess shop = launch(command, ports, data, options);
    shop.awaitReady();
    return shop;
  }

  private static ShopProcess launch(List<String> java, Ports ports, Path data, String... options) {
    List<String> command = new ArrayList<>(java);
    command.addAll(List.of("run", "--data", data.toString()));
    command.addAll(List.of("--port", Integer.toString(ports.shop())));
    command.addAll(List.of("--admin-port", Integer.toString(ports.admin())));
    command.addAll(List.of(options));
    return new ShopProcess(command, ports.shop(), ports.admin());
  }

  /** Where a shop listens. */
  record Ports(int shop, int admin) {
    static Ports free() {
      return new Ports(freePort(), freePort());
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + shop);
    }
  }

  /** How the script {@code tercet} starts the program, with a small heap. */
  static List<String> javaCommand() {
    Path home = home();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.addAll(StartCache.options());
    command.add("-XX:+UseCompactObjectHeaders");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djava.library.path=" + home.resolve("native"));
    command.addAll(List.of("-cp", home.resolve("lib") + "/*", "tercet.server.Main"));
    return command;
  }

  /** The same for the commands that test, measure and break a shop. */
  static List<String> toolsCommand() {
    List<String> command = shortLived(javaCommand());
    String server = command.get(command.size() - 2);
    Path tools = home().resolve("../../../tools/target/tercet/lib").normalize();
    command.subList(command.size() - 3, command.size()).clear();
    command.add("-Dtercet.server.class-path=" + server);
    command.addAll(List.of("-cp", server + ":" + tools + "/*", "tercet.tools.Main"));
    return command;
  }

  /** The same for one of many on a machine. */
  static List<String> nodeCommand() {
    List<String> command = shortLived(javaCommand());
    command.set(1, "-Xmx256m");
    command.add(2, "-XX:ActiveProcessorCount=1");
    return command;
  }

  /**
   * Most processes of tests live for seconds: the optimizing compiler would use more processor time
   * than it saves.
   */
  private static List<String> shortLived(List<String> command) {
    command.addAll(2, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    return command;
  }

  /** The folder of the build's program: libraries and the start cache. */
  static Path home() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path home = folder.resolve("server/target/tercet");
      if (Files.isDirectory(home.resolve("lib"))) {
        return home;
      }
    }
    throw new IllegalStateException(
        "server/target/tercet/lib is missing: run ./tercet build first");
  }

  static int freePort() {
    return tercet.testing.testbed.server.Ports.free();
  }

  /** Waits until it says that it is ready. */
  void awaitReady() {
    URI ready = adminUri().resolve("/health/ready");
    try {
      process.await("the shop starts", START_MAX, () -> Health.isWell(ready, ANSWER_MAX));
    } catch (ServerFailedException e) {
      process.kill();
      throw e;
    }
    startTime = Duration.ofNanos(System.nanoTime() - started);
  }

  /** Waits until it says that it is ready, or to start it again. */
  void awaitReadyOrFailStop() {
    try {
      awaitReady();
    } catch (ServerFailedException e) {
      if (!process.log().contains("Start again")) {
        throw e;
      }
    }
  }

  URI uri() {
    return new Ports(port, adminPort).uri();
  }

  URI adminUri() {
    return URI.create("http://127.0.0.1:" + adminPort);
  }

  /** From the start of the process until it was ready. */
  Duration startTime() {
    return startTime;
  }

  /** Its output so far. */
  String output() {
    return process.log();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as a power failure would: no handler runs. Returns once it is gone. */
  void kill() {
    process.kill();
  }

  /**
   * Asks it to stop, and waits until it has.
   *
   * @return exit status
   */
  int stop() {
    return process.stop();
  }

  /**
   * Waits until it has ended by itself.
   *
   * @return exit status
   */
  int awaitEnd() {
    return process.awaitEnd();
  }

  @Override
  public void close() {
    kill();
  }
}
