package tercet.tools;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tercet.testing.testbed.server.Folders;
import tercet.testing.testbed.server.Health;
import tercet.testing.testbed.server.Ports;
import tercet.testing.testbed.server.ServerFailedException;
import tercet.testing.testbed.server.ServerProcess;
import tercet.testing.verifier.bench.Target;

/**
 * A Tercet of its own in a process of its own, with a data folder that is deleted at the end. It
 * runs with the Java, the class path and the Java options of this process. It ends with this
 * process, however that ends short of a kill.
 */
final class OwnShop implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(2);

  private final Path folder;
  private final ServerProcess process;
  private final URI address;
  private final URI ready;
  private final Thread atExit = new Thread(this::kill, "kill-server");

  private OwnShop(Path folder, ServerProcess process, URI address, URI ready) {
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
  static OwnShop start(Path parent, List<String> options) {
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(parent), "tercet-bench-");
      int port = Ports.free();
      int adminPort = Ports.free();
      List<String> command = command(folder.resolve("data"), port, adminPort);
      command.addAll(options);
      Path here = Path.of("").toAbsolutePath(); // it reads the same tercet.properties
      ServerProcess process =
          ServerProcess.start(here, folder.resolve("server.log"), options(), command);
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
    command.addAll(List.of("--data", data.toString(), "--noop-route", "--drain=0s"));
    return command;
  }

  /** Options that are set in the environment are for the server, too. */
  private static Map<String, String> options() {
    Map<String, String> options = new HashMap<>(System.getenv());
    options.keySet().removeIf(name -> !name.startsWith("TERCET_") || name.equals("TERCET_TOKEN"));
    return options;
  }

  private void awaitReady() {
    try {
      process.await("the server gets ready", START_MAX, () -> Health.isWell(ready, ANSWER_MAX));
    } catch (ServerFailedException e) {
      close();
      throw e;
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
    try {
      process.stop();
    } catch (ServerFailedException e) {
      process.kill();
    }
    Folders.delete(folder);
  }

  private void kill() {
    process.kill();
    Folders.delete(folder);
  }
}
