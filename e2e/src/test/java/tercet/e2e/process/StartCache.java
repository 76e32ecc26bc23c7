package tercet.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tercet.testing.testbed.server.Shell;

/**
 * Java's record of the classes that a start of the program needs, as the script {@code tercet} uses
 * it. Halves the work of each start; without it everything works, too.
 */
final class StartCache {
  private static final List<String> OPTIONS = record(ShopProcess.home());

  private StartCache() {}

  /** Options for Java that use the record; none if it could not be made. */
  static List<String> options() {
    return OPTIONS;
  }

  private static List<String> record(Path home) {
    Path cache = home.resolve("start.aot");
    try {
      if (!isNewer(cache, home.resolve("lib"))) {
        runScript(home, "record-start");
      }
      return Files.exists(cache) && Files.size(cache) > 0
          ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off")
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot record a start", e);
    }
  }

  private static boolean isNewer(Path cache, Path programs) throws IOException {
    return Files.exists(cache)
        && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(programs)) > 0;
  }

  /**
   * Runs the script at the root of the repository, with the JDK of this process.
   *
   * @param home {@code server/target/tercet} below the root
   */
  private static void runScript(Path home, String command) {
    Path script = home.resolve("../../../tercet").normalize();
    Map<String, String> java = Map.of("JAVA_HOME", System.getProperty("java.home"));
    Shell.run(Path.of("").toAbsolutePath(), java, List.of(script.toString(), command));
  }
}
