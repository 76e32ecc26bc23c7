package tercet.e2e.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A bit that has gone bad on the disk of an embedded store that is stopped. */
final class BadBlock {
  private static final int BIT = 8;

  private BadBlock() {}

  /**
   * Flips a bit in the middle of the largest sorted file.
   *
   * @param data folder of the store
   * @return the file
   */
  static Path makeIn(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      Path largest =
          files
              .filter(file -> file.toString().endsWith(".sst"))
              .max(Comparator.comparingLong(file -> file.toFile().length()))
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(largest);
      bytes[bytes.length / 2] ^= BIT;
      Files.write(largest, bytes);
      return largest;
    }
  }
}
