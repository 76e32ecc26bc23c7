package tercet.testing.testbed.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Folders that servers keep their data in. */
public final class Folders {
  private static final int ATTEMPTS_MAX = 20;

  private Folders() {}

  /** A new one that ends with the machine at the latest. */
  public static Path temporary(String name) {
    try {
      return Files.createTempDirectory("tercet-" + name + "-");
    } catch (IOException e) {
      throw new ServerFailedException("no folder for a server: " + e, e);
    }
  }

  /** Makes it, and those above it. */
  public static Path create(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ServerFailedException("no folder for a server: " + e, e);
    }
  }

  /** Lets servers of other accounts pass through it. */
  public static void openToAll(Path folder) {
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    } catch (IOException e) {
      throw new ServerFailedException("cannot open " + folder + " to servers: " + e, e);
    }
  }

  /** Whether programs in it can be run; on a disk mounted with "noexec" they cannot. */
  public static boolean canExecute(Path folder) {
    Path program = folder.resolve("can-execute");
    try {
      Files.writeString(program, "#!/bin/sh\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      return Shell.run(List.of("sh", "-c", "\"$0\"", program.toString())).status() == 0;
    } catch (IOException e) {
      throw new ServerFailedException("cannot write a program to " + folder + ": " + e, e);
    } finally {
      delete(program);
    }
  }

  /** Puts a program there that is among the resources of a class. */
  static void copy(Class<?> owner, String resource, Path folder) {
    try (InputStream in = Objects.requireNonNull(owner.getResourceAsStream(resource), resource)) {
      Path file = create(folder).resolve(resource);
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new ServerFailedException("cannot write " + resource + ": " + e, e);
    }
  }

  /** Copies a folder with all that is in it. */
  static void copyTree(Path from, Path to) {
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path one : walk.toList()) {
        Files.copy(one, to.resolve(from.relativize(one).toString()));
      }
    } catch (IOException e) {
      throw new ServerFailedException("cannot copy " + from + ": " + e, e);
    }
  }

  static void append(Path file, String text) {
    try {
      Files.writeString(file, Files.readString(file) + text);
    } catch (IOException e) {
      throw new ServerFailedException("cannot write " + file + ": " + e, e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ServerFailedException("cannot read " + file + ": " + e, e);
    }
  }

  /** One character for each byte. */
  static String readBinary(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new ServerFailedException("cannot read " + file + ": " + e, e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new ServerFailedException("cannot write " + file + ": " + e, e);
    }
  }

  /** Deletes a folder with its content, or the rest of it. */
  public static void delete(Path folder) {
    IOException last = new IOException("it fills again");
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      try {
        deleteOnce(folder);
        return;
      } catch (IOException | UncheckedIOException e) {
        last = new IOException(e); // another process deletes it, too, or still writes into it
      }
    }
    throw new ServerFailedException("cannot delete " + folder + ": " + last.getMessage(), last);
  }

  private static void deleteOnce(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      if (Files.exists(folder)) {
        throw e;
      }
      return;
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
