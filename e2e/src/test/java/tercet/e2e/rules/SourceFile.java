package tercet.e2e.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A file of this repository.
 *
 * @param path from the root of the repository, with {@code /} between the names
 */
record SourceFile(String path, String text) {
  private static final Set<String> FOLDERS_NOT_OURS = Set.of("target", "node_modules", ".git");

  boolean isJava() {
    return path.endsWith(".java");
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  String folder() {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  List<String> lines() {
    return text.lines().toList();
  }

  /** Every file of the repository whose name ends with one of {@code endings}, sorted by path. */
  static List<SourceFile> withEndings(String... endings) {
    Path root = repositoryRoot();
    List<SourceFile> found = new ArrayList<>();
    var visitor =
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return FOLDERS_NOT_OURS.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String path = root.relativize(file).toString().replace('\\', '/');
            for (String ending : endings) {
              if (path.endsWith(ending)) {
                found.add(new SourceFile(path, Files.readString(file)));
                break;
              }
            }
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      Files.walkFileTree(root, visitor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort((left, right) -> left.path.compareTo(right.path));
    return found;
  }

  /** The folder of the root pom, found upwards from where the test runs. */
  static Path repositoryRoot() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("tercet")) && Files.exists(folder.resolve("pom.xml"))) {
        return folder;
      }
    }
    throw new IllegalStateException("no folder with tercet and pom.xml above the current one");
  }
}
