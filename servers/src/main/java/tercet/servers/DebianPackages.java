package tercet.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Installs packages of the distribution, where that is allowed. */
final class DebianPackages {
  private static final Map<String, String> QUIET = Map.of("DEBIAN_FRONTEND", "noninteractive");

  /** Read by Debian's PostgreSQL packages when they are installed. */
  private static final Path CLUSTER_SETTINGS =
      Path.of("/etc/postgresql-common/createcluster.d/tercet-servers.conf");

  private DebianPackages() {}

  /**
   * Installs packages.
   *
   * @param progress hears of what takes long
   * @throws ServerFailedException if it cannot be done; the message says what to install
   */
  static synchronized void install(Consumer<String> progress, String... packages) {
    String command = "apt-get install -y --no-install-recommends " + String.join(" ", packages);
    if (!Account.isRoot() || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      throw new ServerFailedException("this needs packages that are missing: run " + command);
    }
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    withoutClusterOfTheDistribution(() -> {
      if (Shell.run(Path.of("/"), QUIET, words).status() != 0) {
        // Most likely the lists of packages are missing or old.
        Shell.require(progress, QUIET, List.of("apt-get", "update"));
        Shell.require(progress, QUIET, words);
      }
    });
  }

  /** The packages would otherwise make a cluster of their own and start it. */
  private static void withoutClusterOfTheDistribution(Runnable installation) {
    try {
      Files.createDirectories(CLUSTER_SETTINGS.getParent());
      Files.writeString(CLUSTER_SETTINGS, "create_main_cluster = false\n");
      try {
        installation.run();
      } finally {
        Files.deleteIfExists(CLUSTER_SETTINGS);
      }
    } catch (IOException e) {
      throw new ServerFailedException("cannot write " + CLUSTER_SETTINGS + ": " + e, e);
    }
  }
}
