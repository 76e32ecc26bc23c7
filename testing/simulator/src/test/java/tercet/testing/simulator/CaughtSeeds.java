package tercet.testing.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tercet.kernel.Protocol;
import tercet.testing.simulator.canary.Canary;

/**
 * The seeds that caught each planted bug last, in {@code caught.txt}: canary, protocol and the
 * number of the seed in the search, from 1.
 */
final class CaughtSeeds {
  /** No seed is known. */
  static final int NONE = 0;

  private static final Path FILE =
      Path.of("src", "test", "resources", "tercet", "testing", "simulator", "caught.txt");

  private CaughtSeeds() {}

  static int of(Canary canary, Protocol protocol) {
    String name = name(canary, protocol);
    return lines().stream()
        .filter(line -> line.startsWith(name))
        .mapToInt(line -> Integer.parseInt(line.substring(name.length())))
        .findFirst()
        .orElse(NONE);
  }

  static void write(Canary canary, Protocol protocol, int seed) {
    String name = name(canary, protocol);
    List<String> lines = new ArrayList<>(lines());
    lines.removeIf(line -> line.startsWith(name));
    lines.add(name + seed);
    lines.sort(null);
    try {
      Files.write(FILE, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Canary canary, Protocol protocol) {
    return canary + " " + protocol + " ";
  }

  private static List<String> lines() {
    try {
      return Files.exists(FILE) ? Files.readAllLines(FILE) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
