package tercet.e2e.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The program {@code tercet run} in a process of its own, on free ports of loopback. */
final class ShopProcess implements AutoCloseable {
  /** Before it counts as dead; how fast it is, tests say themselves. */
  private static final Duration START_MAX = Duration.ofMinutes(2);

  private static final Duration END_MAX = Duration.ofMinutes(1);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final int port;
  private final int adminPort;
  private final long started = System.nanoTime();
  private Duration startTime = Duration.ZERO;
  private final Thread collector;
  private final ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();

  private ShopProcess(List<String> command, int port, int adminPort) {
    this.port = port;
    this.adminPort = adminPort;
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TERCET_CLUSTER_SECRET", "a-secret-of-tests-only");
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
    collector = Thread.ofVirtual().start(this::collectOutput);
  }

  /**
   * Starts the shop and waits until it serves.
   *
   * @param options of {@code tercet run}, beside folder and ports
   */
  static ShopProcess start(Path data, String... options) {
    return start(new Ports(freePort(), freePort()), data, List.of(), options);
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
    command.addAll(javaCommand());
    return launch(command, ports, data, options);
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
    List<String> command = javaCommand();
    String server = command.get(command.size() - 2);
    Path tools = home().resolve("../../../tools/target/tercet/lib").normalize();
    command.subList(command.size() - 3, command.size()).clear();
    command.add("-Dtercet.server.class-path=" + server);
    command.addAll(List.of("-cp", server + ":" + tools + "/*", "tercet.tools.Main"));
    return command;
  }

  /** The same for one of many on a machine, which live for seconds: starts count most. */
  static List<String> nodeCommand() {
    List<String> command = javaCommand();
    command.set(1, "-Xmx256m");
    command.addAll(
        2, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ActiveProcessorCount=1"));
    return command;
  }

  /** What the build has made: libraries and what makes starts fast. */
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
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void collectOutput() {
    try (BufferedReader reader = process.inputReader()) {
      reader.lines().forEach(output::add);
    } catch (IOException | UncheckedIOException e) {
      output.add("(output ended: " + e + ")");
    }
  }

  /** Waits until it says that it is ready. */
  void awaitReady() {
    long end = System.nanoTime() + START_MAX.toNanos();
    URI ready = URI.create("http://127.0.0.1:" + adminPort + "/health/ready");
    while (status(ready) != 200) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IllegalStateException("the shop did not start:\n" + output());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    startTime = Duration.ofNanos(System.nanoTime() - started);
  }

  private static int status(URI uri) {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
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

  /** What it has printed so far. */
  String output() {
    return String.join("\n", output);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as a power failure would: no handler runs. Returns once it is gone. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    awaitEnd();
  }

  /**
   * Asks it to stop, and waits until it has.
   *
   * @return exit status
   */
  int stop() {
    process.toHandle().destroy(); // unlike Process.destroy, which also stops listening
    return awaitEnd();
  }

  /**
   * Waits until it has ended by itself.
   *
   * @return exit status
   */
  int awaitEnd() {
    try {
      if (!process.waitFor(END_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the shop did not end:\n" + output());
      }
      collector.join(END_MAX);
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the shop was to end", e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
