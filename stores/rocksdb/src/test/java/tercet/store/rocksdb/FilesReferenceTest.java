package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/reference/files.md} names every file of a data folder. */
final class FilesReferenceTest {
  private static final Path REFERENCE = Path.of("../../docs/reference/files.md");

  @TempDir private Path parent = Path.of("");

  @Test
  void pageNamesEveryFileOfADataFolder() throws IOException {
    Path folder = parent.resolve("data");
    for (int start = 0; start < 2; start++) {
      try (RocksDbStore store = Accounts.open(folder)) {
        Accounts.commitTogether(store, 0, 20_000);
      }
    }
    String page = Files.readString(REFERENCE);
    Set<String> names = names(folder);
    assertFalse(names.isEmpty());
    assertEquals(List.of(), names.stream().filter(name -> !page.contains(name)).toList());
  }

  @Test
  void fileThatThePageDoesNotNameIsNoticed() throws IOException {
    Path folder = Files.createDirectories(parent.resolve("data/records"));
    Files.createFile(folder.resolve("000007.planted"));
    assertEquals(Set.of("`records/*.planted`"), names(parent.resolve("data")));
  }

  /** As the page writes them: a star for what differs between files of a kind. */
  private static Set<String> names(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        names.add(
            "`" + name.replaceAll("\\d{6,}", "*").replaceFirst("^native/.*", "native/") + "`");
      }
    }
    return names;
  }
}
