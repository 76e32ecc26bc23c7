package tercet.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that servers keep their data in. */
final class Folders {
  private Folders() {}

  /** A new one that ends with the machine at the latest. */
  static Path temporary(String name) {
    try {
      return Files.createTempDirectory("tercet-" + name + "-");
    } catch (IOException e) {
      throw new ServerFailedException("no folder for a server: " + e, e);
    }
  }

  static Path create(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ServerFailedException("no folder for a server: " + e, e);
    }
  }

  static void append(Path file, String text) {
    try {
      Files.writeString(file, Files.readString(file) + text);
    } catch (IOException e) {
      throw new ServerFailedException("cannot write " + file + ": " + e, e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new ServerFailedException("cannot write " + file + ": " + e, e);
    }
  }

  /** Deletes a folder with all that is in it. What is gone already is no matter. */
  static void delete(Path folder) {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException | UncheckedIOException e) {
      throw new ServerFailedException("cannot delete " + folder + ": " + e, e);
    }
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new ServerFailedException("cannot delete " + file + ": " + e, e);
      }
    }
  }
}
