package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tercet data check} finds damage, and its repair keeps all else. */
final class DataCheckTest {
  private static final int ACCOUNTS = 20_000;

  @TempDir Path parent;
  private Path folder = Path.of("");

  @BeforeEach
  void make() {
    folder = parent.resolve("data");
    try (RocksDbStore store = Accounts.open(folder)) {
      Accounts.commitTogether(store, 0, ACCOUNTS);
    }
  }

  private Path largest(String name) throws IOException {
    return folder.resolve("records").resolve(Damage.file(folder, name));
  }

  @Test
  void nothingIsFoundInAFolderThatIsWell() {
    DataReport report = DataCheck.run(folder);
    assertTrue(report.isWell(), report.toString());
    assertTrue(report.lines().contains("20,000 records of kind ACCOUNT."), report.toString());
  }

  @Test
  void aFolderInUseIsNotChecked() {
    try (RocksDbStore store = Accounts.open(folder)) {
      assertThrows(DataRefusedException.class, () -> DataCheck.run(folder));
      assertEquals(1, Accounts.count(store, 1));
    }
    assertThrows(DataRefusedException.class, () -> DataCheck.run(parent));
  }

  @Test
  void damagedRecordsAreNamedAndRepairKeepsAllOthers() throws IOException {
    Path file = largest(".*\\.sst");
    Damage.flip(file, Files.size(file) / 3, 8);
    String name = String.valueOf(file.getFileName());
    byte[] damaged = Damage.flip(file, Files.size(file) / 2, 8);
    DataReport report = DataCheck.run(folder);
    assertEquals(2, report.damages(), report.toString());
    String text = report.toString();
    assertTrue(text.contains("behind ACCOUNT u") && text.contains("before ACCOUNT u"), text);

    DataReport repaired = DataRepair.run(folder);
    assertTrue(repaired.toString().contains("Records behind ACCOUNT u"));
    assertTrue(DataCheck.run(folder).isWell());
    Path aside = folder.resolve(Damage.name(folder, "damaged-.*")).resolve("records");
    assertEquals(-1, Arrays.mismatch(damaged, Files.readAllBytes(aside.resolve(name))));
    try (RocksDbStore store = Accounts.open(folder)) {
      int kept = Accounts.count(store, ACCOUNTS);
      assertTrue(kept > ACCOUNTS * 9 / 10 && kept < ACCOUNTS, "kept " + kept);
      assertEquals(0, store.statistics().damagedReads());
      Accounts.commit(store, 0, 10);
    }
  }

  /** As a checkpoint or a full buffer does while commits go on. */
  @Test
  void aDamagedFileOfTheJournalGoesBackToTheStateBeforeTheDamage() throws IOException {
    Path copy = parent.resolve("copy");
    try (RocksDbStore store = Accounts.open(folder)) {
      Accounts.commit(store, ACCOUNTS, ACCOUNTS + 1_000);
      Damage.copy(folder, copy);
    }
    folder = copy;
    List<Path> before = sortedFiles();
    try (RocksDatabase database =
        RocksDatabase.open(
            folder.resolve("records"),
            RocksDbSettings.defaults(),
            new FailStop(folder),
            false,
            new DamagedFiles(folder))) {
      database.flush(Family.JOURNAL);
    }
    List<Path> journals = new ArrayList<>(sortedFiles());
    journals.removeAll(before);
    for (Path journal : journals) {
      if (Files.size(journal) > 20_000) {
        Damage.flip(journal, Files.size(journal) / 2, 8);
      }
    }
    assertThrows(DataRefusedException.class, () -> Accounts.open(folder));
    assertFalse(DataCheck.run(folder).isWell());
    DataReport repaired = DataRepair.run(folder);
    assertTrue(DataCheck.run(folder).isWell());
    try (RocksDbStore store = Accounts.open(folder)) {
      int kept = Accounts.count(store, ACCOUNTS + 1_000);
      assertTrue(kept > ACCOUNTS && kept < ACCOUNTS + 1_000, "kept " + kept);
      assertEquals(kept, Accounts.firstMissing(store), "what is kept has no holes");
    }
    assertTrue(repaired.toString().contains("commits"), repaired.toString());
  }

  private List<Path> sortedFiles() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("records"))) {
      return all.filter(path -> path.toString().endsWith(".sst")).toList();
    }
  }

  @Test
  void aDamagedJournalIsNamedAndRepaired() throws IOException {
    Path copy = parent.resolve("copy");
    try (RocksDbStore store = Accounts.open(folder)) {
      Accounts.commit(store, ACCOUNTS, ACCOUNTS + 500);
      Damage.copy(folder, copy);
    }
    folder = copy;
    Path log = largest(".*\\.log");
    Damage.flip(log, Files.size(log) / 2, 8);
    DataReport report = DataCheck.run(folder);
    assertFalse(report.isWell());
    assertTrue(report.toString().contains(".log"), report.toString());
    DataRepair.run(folder);
    assertTrue(DataCheck.run(folder).isWell());
    try (RocksDbStore store = Accounts.open(folder)) {
      int kept = Accounts.count(store, ACCOUNTS + 500);
      assertTrue(kept > ACCOUNTS && kept < ACCOUNTS + 500, "kept " + kept);
    }
  }
}
