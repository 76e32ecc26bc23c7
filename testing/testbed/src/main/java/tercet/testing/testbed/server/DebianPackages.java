package tercet.testing.testbed.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
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

  /** Asked by every Debian package before it starts a server; there may be one already. */
  private static final Path START_POLICY = Path.of("/usr/sbin/policy-rc.d");

  private DebianPackages() {}

  /** One process at a time installs packages. */
  private static final Path LOCK =
      Path.of(System.getProperty("java.io.tmpdir"), "tercet-packages.lock");

  /**
   * Installs packages.
   *
   * @param progress hears of long steps
   * @throws ServerFailedException if it cannot be done; the message says what to install
   */
  static synchronized void install(Consumer<String> progress, String... packages) {
    String command = "apt-get install -y --no-install-recommends " + String.join(" ", packages);
    if (!SystemAccount.isRoot() || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      throw new ServerFailedException("this needs packages that are missing: run " + command);
    }
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    oneAtATime(() -> {
      if (Shell.run(Path.of("/"), QUIET, words).status() != 0) {
        // Most likely the lists of packages are missing or old.
        Shell.require(progress, QUIET, List.of("apt-get", "update"));
        Shell.require(progress, QUIET, words);
      }
    });
  }

  private static void oneAtATime(Runnable installation) {
    try (FileChannel lock =
            FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = lock.lock()) {
      withoutServersOfTheDistribution(installation);
    } catch (IOException e) {
      throw new ServerFailedException("cannot lock " + LOCK + ": " + e, e);
    }
  }

  /** Some packages would otherwise make servers of their own, and start them. */
  private static void withoutServersOfTheDistribution(Runnable installation) {
    boolean starts = !Files.exists(START_POLICY);
    try {
      Files.createDirectories(CLUSTER_SETTINGS.getParent());
      Files.writeString(CLUSTER_SETTINGS, "create_main_cluster = false\n");
      if (starts) {
        Files.writeString(START_POLICY, "#!/bin/sh\nexit 101\n");
        Files.setPosixFilePermissions(START_POLICY, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      try {
        installation.run();
      } finally {
        Files.deleteIfExists(CLUSTER_SETTINGS);
        if (starts) {
          Files.deleteIfExists(START_POLICY);
        }
      }
    } catch (IOException e) {
      throw new ServerFailedException("cannot keep servers from being started: " + e, e);
    }
  }
}
