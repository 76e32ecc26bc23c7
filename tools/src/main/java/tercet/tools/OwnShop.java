package tercet.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tercet.testing.testbed.server.ServerFailedException;
import tercet.testing.verifier.bench.Target;

/**
 * A Tercet of its own in a process of its own, with a data folder that is deleted at the end. It
 * runs with the Java, the class path and the Java options of this process. It ends with this
 * process, however that ends short of a kill.
 */
final class OwnShop implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration STOP_MAX = Duration.ofSeconds(20);
  private static final Duration POLL_EVERY = Duration.ofMillis(50);

  private final Path folder;
  private final Process process;
  private final URI address;
  private final URI ready;
  private final Thread atExit = new Thread(this::kill, "kill-server");

  private OwnShop(Path folder, Process process, URI address, URI ready) {
    this.folder = folder;
    this.process = process;
    this.address = address;
    this.ready = ready;
  }

  /**
   * Starts the server and waits until it is ready.
   *
   * @param parent folder for the data folder
   * @param options more of them for {@code tercet run}
   */
  static OwnShop start(Path parent, List<String> options) throws InterruptedException {
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(parent), "tercet-bench-");
      int port = freePort();
      int adminPort = freePort();
      List<String> command = command(folder.resolve("data"), port, adminPort);
      command.addAll(options);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("server.log").toFile())
              .start();
      URI address = URI.create("http://127.0.0.1:" + port);
      URI ready = URI.create("http://127.0.0.1:" + adminPort + "/health/ready");
      OwnShop server = new OwnShop(folder, process, address, ready);
      Runtime.getRuntime().addShutdownHook(server.atExit);
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new ServerFailedException("the server cannot be started: " + e, e);
    }
  }

  private static List<String> command(Path data, int port, int adminPort) {
    List<String> command = OwnProgram.server();
    command.add("run");
    command.addAll(List.of("--port", Integer.toString(port)));
    command.addAll(List.of("--admin-port", Integer.toString(adminPort)));
    command.addAll(List.of("--data", data.toString(), "--noop-route"));
    return command;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws InterruptedException {
    long end = System.nanoTime() + START_MAX.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!isReady(http)) {
        boolean ended = process.waitFor(POLL_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (ended || System.nanoTime() - end > 0) {
          String log = log();
          close();
          throw new ServerFailedException(
              (ended ? "the server ended:\n" : "the server does not get ready:\n") + log);
        }
      }
    }
  }

  private boolean isReady(HttpClient http) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(2)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("server.log"));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  Target target() {
    return new Target(address, List.of(process.pid()));
  }

  /** The kind of file system that makes checkouts durable, for example {@code ext4}. */
  String fileSystem() {
    try {
      return Files.getFileStore(folder).type();
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** Stops the server and deletes its data. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    process.destroy();
    try {
      if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    deleteFolder();
  }

  private void kill() {
    process.destroyForcibly();
    process.onExit().join();
    deleteFolder();
  }

  private void deleteFolder() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
