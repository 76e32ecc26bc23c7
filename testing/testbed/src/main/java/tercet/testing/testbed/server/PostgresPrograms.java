package tercet.testing.testbed.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An installed PostgreSQL.
 *
 * @param folder of its programs
 * @param account that its servers run as: they refuse to run as root
 */
record PostgresPrograms(Path folder, SystemAccount account) {
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

  /**
   * The newest that is installed, or the one of the distribution, which is installed if need be.
   */
  static PostgresPrograms find(Consumer<String> progress) {
    Optional<Path> found = newest();
    if (found.isEmpty()) {
      progress.accept("PostgreSQL is missing; installing it");
      DebianPackages.install(progress, "postgresql", "postgresql-contrib");
      found = newest();
    }
    Path folder =
        found.orElseThrow(
            () -> new ServerFailedException("PostgreSQL 15 or newer is needed in " + VERSIONS));
    return new PostgresPrograms(folder, SystemAccount.orRoot("postgres"));
  }

  private static Optional<Path> newest() {
    if (!Files.isDirectory(VERSIONS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .filter(version -> String.valueOf(version.getFileName()).matches("1[5-9]|[2-9]\\d"))
          .map(version -> version.resolve("bin"))
          .filter(programs -> Files.isExecutable(programs.resolve("initdb")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new ServerFailedException("cannot look into " + VERSIONS + ": " + e, e);
    }
  }

  /** The same, run in another group. */
  PostgresPrograms inGroup(long group) {
    return new PostgresPrograms(folder, account.inGroup(group));
  }

  /** Whether a server accepts connections at a port of loopback. */
  boolean accepts(int port) {
    List<String> command = new ArrayList<>(List.of(path("pg_isready"), "--quiet", "--timeout=2"));
    command.addAll(List.of("--host=127.0.0.1", "--port=" + port));
    command.addAll(List.of("--username=" + PostgresServer.USER, "--dbname=postgres"));
    return Shell.run(Path.of("/"), Map.of(), command).status() == 0;
  }

  String path(String program) {
    return folder.resolve(program).toString();
  }

  /** The command of a program that runs as the account. */
  List<String> asAccount(String program, String... options) {
    List<String> command = new ArrayList<>(List.of(path(program)));
    command.addAll(List.of(options));
    return account.command(command);
  }

  /** Runs a program as the account; it must succeed. */
  void require(Path workingFolder, String program, String... options) {
    Shell.require(
        workingFolder, Map.of("HOME", workingFolder.toString()), asAccount(program, options));
  }
}
