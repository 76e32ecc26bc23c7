package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bits that have gone bad in files that RocksDB reads at its start. */
final class DamageTest {
  private static final int COMMITS = 1_000;
  private static final int FLIPS = 48;

  @TempDir Path parent;
  private Path folder = Path.of("");

  /** As a killed process leaves it: a checkpoint, and commits behind it. */
  @BeforeEach
  void make() throws IOException {
    Path live = parent.resolve("live");
    folder = parent.resolve("data");
    try (RocksDbStore store = Accounts.open(live)) {
      Accounts.commit(store, 0, COMMITS / 2);
    }
    try (RocksDbStore store = Accounts.open(live)) {
      Accounts.commit(store, COMMITS / 2, COMMITS);
      Damage.copy(live, folder);
    }
  }

  private void assertWholeOrRefused(String file) throws IOException {
    List<String> silent = new ArrayList<>();
    int refused = 0;
    Path damaged = folder.resolve("records").resolve(file);
    long size = Files.size(damaged);
    for (int flip = 0; flip < FLIPS; flip++) {
      Path copy = parent.resolve("copy-" + flip);
      Damage.copy(folder, copy);
      long at = flip < FLIPS / 2 ? flip * 2L * size / FLIPS : size - 1 - (flip - FLIPS / 2);
      if (at < 0 || at >= size) {
        continue;
      }
      Damage.flip(copy.resolve("records").resolve(file), at, 1 << (flip % 8));
      try (RocksDbStore store = Accounts.open(copy)) {
        if (Accounts.count(store, COMMITS) != COMMITS) {
          silent.add(file + " at " + at + ": " + Accounts.count(store, COMMITS));
        }
      } catch (DataRefusedException e) {
        refused++;
        assertTrue(Damage.message(e).contains("ut back a backup"), Damage.message(e));
      }
      Damage.delete(copy);
    }
    assertEquals(List.of(), silent);
    assertTrue(refused > 0, "no flip was noticed");
  }

  @Test
  void aFlippedBitOfTheJournalIsRefused() throws IOException {
    assertWholeOrRefused(Damage.file(folder, ".*\\.log"));
  }

  @Test
  void aFlippedBitOfTheManifestIsRefused() throws IOException {
    assertWholeOrRefused(Damage.file(folder, "MANIFEST-.*"));
  }

  @Test
  void aFlippedBitOfCurrentIsRefused() throws IOException {
    assertWholeOrRefused("CURRENT");
  }

  @Test
  void aLengthThatReachesBehindTheEndIsNoTornWrite() throws IOException {
    String log = Damage.file(folder, ".*\\.log");
    Path file = folder.resolve("records").resolve(log);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long last = Damage.lastFragment(bytes);
      bytes.seek(last + 5);
      bytes.write(0x20); // 8 KiB more, and the file ends
    }
    String message =
        Damage.message(assertThrows(DataRefusedException.class, () -> Accounts.open(folder)));
    assertTrue(message.contains("its length is wrong"), message);
  }

  @Test
  void aTornWriteLosesNoOtherCommit() throws IOException {
    Path file = folder.resolve("records").resolve(Damage.file(folder, ".*\\.log"));
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(bytes.length() - 9);
    }
    try (RocksDbStore store = Accounts.open(folder)) {
      assertEquals(COMMITS - 1, Accounts.count(store, COMMITS));
      Accounts.commit(store, COMMITS - 1, COMMITS);
    }
    try (RocksDbStore store = Accounts.open(folder)) {
      assertEquals(COMMITS, Accounts.count(store, COMMITS));
    }
  }

  @Test
  void sectorsThatWereNeverWrittenAtTheEndAreATornWrite() throws IOException {
    Path torn = parent.resolve("torn");
    Accounts.open(folder).close(); // and its journal is empty
    try (RocksDbStore store = Accounts.open(folder)) {
      Accounts.commitTogether(store, COMMITS, 2 * COMMITS);
      Damage.copy(folder, torn);
    }
    Path file = torn.resolve("records").resolve(Damage.file(torn, ".*\\.log"));
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long size = bytes.length();
      bytes.setLength((size - 8_000) / 512 * 512);
      bytes.setLength(size);
    }
    try (RocksDbStore store = Accounts.open(torn)) {
      assertEquals(COMMITS, Accounts.count(store, 2 * COMMITS));
    }
  }

  @Test
  void missingFilesAreRefused() throws IOException {
    for (String name : List.of("CURRENT", "MANIFEST-.*", ".*\\.log", ".*\\.sst")) {
      Path copy = parent.resolve("copy");
      Damage.copy(folder, copy);
      Files.delete(copy.resolve("records").resolve(Damage.file(copy, name)));
      String message =
          Damage.message(assertThrows(DataRefusedException.class, () -> Accounts.open(copy), name));
      assertTrue(message.contains("ut back a backup"), message);
      Damage.delete(copy);
    }
    Damage.delete(folder.resolve("records"));
    assertThrows(DataRefusedException.class, () -> Accounts.open(folder));
  }

  @Test
  void anAcceptedLossGoesBackToWhatWasTrueBeforeTheDamage() throws IOException {
    String log = Damage.file(folder, ".*\\.log");
    Path file = folder.resolve("records").resolve(log);
    byte[] damaged = Damage.flip(file, Files.size(file) / 2, 4);
    assertThrows(DataRefusedException.class, () -> Accounts.open(folder));
    int found;
    try (RocksDbStore store = Accounts.openAcceptingLoss(folder)) {
      assertTrue(Accounts.incarnation(store) > AcceptedLoss.INCARNATIONS_SKIPPED);
      found = Accounts.count(store, COMMITS);
      assertTrue(found > COMMITS / 2 && found < COMMITS, "found " + found);
      assertEquals(found, Accounts.firstMissing(store), "what is kept has no holes");
    }
    Path saved = folder.resolve(Damage.name(folder, "damaged-.*")).resolve(log);
    assertEquals(-1, Arrays.mismatch(damaged, Files.readAllBytes(saved)));
    try (RocksDbStore store = Accounts.open(folder)) {
      assertEquals(found, Accounts.count(store, COMMITS));
    }
  }

  @Test
  void onlyTheJournalCanBeLostByAcceptance() throws IOException {
    Path manifest = folder.resolve("records").resolve(Damage.file(folder, "MANIFEST-.*"));
    Damage.flip(manifest, Files.size(manifest) / 2, 1);
    String message =
        Damage.message(
            assertThrows(DataRefusedException.class, () -> Accounts.openAcceptingLoss(folder)));
    assertTrue(message.contains("MANIFEST"), message);
  }
}
