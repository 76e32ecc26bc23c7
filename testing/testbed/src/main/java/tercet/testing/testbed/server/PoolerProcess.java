package tercet.testing.testbed.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The process of a pooler between clients and PostgreSQL servers, in a folder and at a port of its
 * own. Not safe for threads, except for the address.
 */
final class PoolerProcess implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);

  /** Writes the settings of a pooler. */
  @FunctionalInterface
  interface Setup {
    /**
     * The command that starts it.
     *
     * @param folder for its files
     * @param port where it listens on loopback
     */
    List<String> command(Path folder, int port);
  }

  private final Path folder;
  private final PostgresPrograms programs;
  private final int port = Ports.free();
  private final AtExit atExit;
  private final ServerProcess process;

  private PoolerProcess(PostgresPrograms programs, Path program, Setup setup) {
    this.programs = programs;
    this.folder = Folders.temporary(program.getFileName().toString());
    programs.account().own(folder);
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(setup.command(folder, port));
    process =
        ServerProcess.start(folder, folder.resolve("log"), programs.account().command(command));
    this.atExit = new AtExit("kill-" + program.getFileName(), this::killAndDelete);
  }

  /**
   * Starts one and waits until it hands statements on.
   *
   * @param name for people
   * @param debian the package that has it; it is installed first if this process may
   */
  static PoolerProcess start(
      String name, Path program, String debian, Consumer<String> progress, Setup setup) {
    PostgresPrograms programs = PostgresPrograms.find(progress);
    if (!Files.isExecutable(program)) {
      progress.accept(name + " is missing; installing it");
      DebianPackages.install(progress, debian);
    }
    PoolerProcess pooler = new PoolerProcess(programs, program, setup);
    try {
      pooler.process.await(name + " hands statements on", START_MAX, pooler::answers);
      return pooler;
    } catch (RuntimeException e) {
      pooler.close();
      throw e;
    }
  }

  /** Whether it hands statements on to a server that answers. */
  boolean answers() {
    List<String> command = new ArrayList<>(List.of(programs.path("psql"), "--no-psqlrc"));
    command.addAll(List.of("--host=127.0.0.1", "--port=" + port));
    command.addAll(List.of("--username=" + PostgresServer.USER, "--command=select 1", "postgres"));
    return Shell.run(folder, Map.of("PGCONNECT_TIMEOUT", "2"), command).status() == 0;
  }

  /** Its address for JDBC. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Ends it; the servers behind it stay. */
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
