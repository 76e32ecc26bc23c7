package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which folders are refused, and in which words. */
@Tag("quick")
final class RefusalTest {
  @TempDir Path parent;
  private Path folder = Path.of("");

  @BeforeEach
  void nameFolder() {
    folder = parent.resolve("data");
  }

  @Test
  void folderIsMadeWithItsParentsAndForItsOwnerOnly() throws IOException {
    folder = parent.resolve("a/b/c");
    open(16).close();
    open(16).close();
    Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(folder);
    assertEquals("rwx------", PosixFilePermissions.toString(allowed));
  }

  @Test
  void otherNumberOfShardsIsRefused() {
    open(16).close();
    assertRefused(
        8,
        "The data folder %s was made for 16 shards and cannot be served with 8: "
            + "the number is fixed when a folder is made.");
    open(16).close();
  }

  @Test
  void folderInUseIsRefusedAndItsUserIsNotDisturbed() throws IOException {
    try (RocksDbStore store = open(16)) {
      assertRefused(
          16,
          "The data folder %s is in use by another process. "
              + "Stop that one, or name another folder.");
      assertRefused(
          16,
          "The data folder %s is in use by another process. "
              + "Stop that one, or name another folder.");
      assertEquals(0, store.statistics().commits());
    }
    open(16).close();
  }

  @Test
  void folderInUseByAnotherProcessIsRefused() throws Exception {
    Process other = OtherProcess.start(folder);
    try {
      other.getInputStream().read(); // it says when it is ready
      assertRefused(
          16,
          "The data folder %s is in use by another process. "
              + "Stop that one, or name another folder.");
    } finally {
      other.destroyForcibly().waitFor();
    }
    open(16).close();
  }

  @Test
  void folderOfSomebodyElseIsRefusedAndLeftAlone() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("thesis.txt"), "important");
    assertRefused(
        16,
        "The folder %s was not made by Tercet, and it is not empty (thesis.txt). "
            + "Name an empty one.");
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("thesis.txt")), files.toList());
    }
  }

  @Test
  void freshFileSystemIsNotRefused() throws IOException {
    Files.createDirectories(folder.resolve("lost+found"));
    open(16).close();
  }

  @Test
  void fileInPlaceOfTheFolderIsRefused() throws IOException {
    Files.writeString(folder, "");
    assertRefused(16, "The data folder %s cannot be used: it is no folder.");
  }

  @Test
  void otherFormatIsRefused() throws IOException {
    open(16).close();
    Files.writeString(folder.resolve("meta"), "tercet rocksdb format 2\nsomething new\n");
    assertRefused(
        16,
        "The data folder %s has format 2, but this version of Tercet reads format 1. "
            + "Use the version that made it.");
  }

  @Test
  void damagedMetaIsRefused() throws IOException {
    open(16).close();
    Files.writeString(folder.resolve("meta"), "tercet");
    assertRefused(
        16,
        "The data folder %s is damaged: its file meta cannot be read. Nothing was changed."
            + " Put back a backup of the folder.");
  }

  @Test
  void damagedDatabaseIsRefused() throws IOException {
    open(16).close();
    Files.writeString(folder.resolve("records/CURRENT"), "nothing\n");
    DataRefusedException refused = assertThrows(DataRefusedException.class, () -> open(16));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("records/CURRENT: it names no MANIFEST."), message);
  }

  @Test
  void folderWithoutRightToWriteIsRefused() throws IOException {
    Files.createDirectories(folder);
    assumeTrue(folder.toFile().setWritable(false), "this file system has no such right");
    assumeFalse(Files.isWritable(folder), "this user may write everywhere");
    assertRefused(16, "The data folder %s cannot be used: this process may not write there.");
  }

  @Test
  void folderOfAProcessThatDiedWhileMakingItIsTakenOver() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("lock"), "");
    Files.writeString(folder.resolve("meta.draft"), "tercet rocks");
    open(16).close();
  }

  private RocksDbStore open(int shards) {
    return RocksDbStore.open(folder, shards, RocksDbSettings.defaults(), InstantSource.system());
  }

  private void assertRefused(int shards, String sentence) {
    DataRefusedException refused = assertThrows(DataRefusedException.class, () -> open(shards));
    assertEquals(sentence.formatted(folder), refused.getMessage());
  }
}
