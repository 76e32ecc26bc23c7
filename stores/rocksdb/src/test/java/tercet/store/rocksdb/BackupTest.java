package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.runtime.store.Commit;

/** Backups of a store that is in use, and what becomes of them. */
@Timeout(120)
final class BackupTest {
  private static final int BACKUPS = 6;
  private static final int COMMITS_BETWEEN = 40;

  /** So that checkpoints race with backups. */
  private static final RocksDbSettings SMALL = RocksDbSettings.defaults().withCheckpointBytes(600);

  @TempDir private Path folder = Path.of("");

  /** A backup with the numbers of commits that were acknowledged before and after it. */
  private record Made(Path backup, int before, int after) {}

  @Test
  void backupUnderLoadHasEverythingThatWasAcknowledgedBeforeAndNothingTorn() throws Exception {
    List<Made> backups = new ArrayList<>();
    try (RocksDbStore store = RocksDbStore.open(data(), 1, SMALL, InstantSource.system())) {
      AtomicInteger acknowledged = new AtomicInteger();
      AtomicBoolean over = new AtomicBoolean();
      Thread load =
          Thread.ofPlatform()
              .start(() -> {
                while (!over.get()) {
                  int next = acknowledged.get();
                  Accounts.commit(store, next, next + 1);
                  acknowledged.set(next + 1);
                }
              });
      for (int made = 0; made < BACKUPS; made++) {
        int enough = acknowledged.get() + COMMITS_BETWEEN;
        while (acknowledged.get() < enough) {
          Thread.onSpinWait();
        }
        int before = acknowledged.get();
        Path backup = backup(store).folder();
        backups.add(new Made(backup, before, acknowledged.get() + 1));
      }
      over.set(true);
      load.join();
      assertTrue(store.statistics().checkpoints() > BACKUPS, "no checkpoint was near a backup");
    }
    for (Made made : backups) {
      Path restored = folder.resolve("restored-" + made.backup().getFileName());
      Restore.run(made.backup(), restored, Instant.now());
      try (RocksDbStore store = Accounts.open(restored)) {
        int first = Accounts.firstMissing(store);
        assertTrue(made.before() <= first && first <= made.after(), made + " has " + first);
        assertEquals(0, Accounts.count(store, made.after() + COMMITS_BETWEEN, first));
        Accounts.commit(store, first, first + 1);
        assertTrue(Accounts.has(store, first));
      }
      assertTrue(DataCheck.run(restored).isWell());
    }
  }

  @Test
  void unchangedFilesAreLinkedToTheBackupBeforeAndToNoFileOfTheStore() throws IOException {
    try (RocksDbStore store = RocksDbStore.open(data(), 1, SMALL, InstantSource.system())) {
      long before = store.statistics().checkpoints();
      Accounts.commitTogether(store, 0, 5_000);
      awaitCheckpoint(store, before);
      BackupReport first = backup(store);
      Accounts.commit(store, 5_000, 5_001);
      BackupReport second = backup(store);
      assertEquals(0, first.linkedBytes());
      assertTrue(second.linkedBytes() > 0, second::toString);
      assertTrue(second.copiedBytes() < first.copiedBytes() + first.files() * 4_096L);
      Path large = largest(second.folder().resolve("records"));
      Path name = large.getFileName();
      assertTrue(Files.isSameFile(large, first.folder().resolve("records").resolve(name)));
      assertFalse(Files.isSameFile(large, data().resolve("records").resolve(name)));
      // The first can be deleted.
      FileCopy.delete(first.folder());
      Restore.run(second.folder(), folder.resolve("restored"), Instant.now());
    }
    try (RocksDbStore restored = Accounts.open(folder.resolve("restored"))) {
      assertEquals(5_001, Accounts.count(restored, 5_001));
    }
  }

  @Test
  void restoredStoreKnowsThatItIsNotTheOneOfBefore() throws IOException {
    Path backup;
    try (RocksDbStore store = Accounts.open(data())) {
      Accounts.commit(store, 0, 1);
      backup = backup(store).folder();
    }
    Accounts.open(data()).close(); // in which transactions began that the backup does not have
    Instant now = Instant.now();
    Restore.run(backup, folder.resolve("restored"), now);
    try (RocksDbStore restored = Accounts.open(folder.resolve("restored"))) {
      long incarnation = Accounts.incarnation(restored);
      assertTrue(incarnation > 2);
      assertTrue(mayLack(restored, 1), "that of the backup");
      assertTrue(mayLack(restored, 2), "the one after it");
      assertFalse(mayLack(restored, incarnation));
      Instant horizon = restored.commit(List.of(), view -> new Commit<>(Map.of(), view.horizon()));
      assertFalse(horizon.isBefore(now.minusMillis(1)), horizon + " and " + now);
    }
    try (RocksDbStore again = Accounts.open(folder.resolve("restored"))) {
      assertTrue(mayLack(again, 2));
      assertFalse(mayLack(again, Accounts.incarnation(again) - 1));
    }
    try (RocksDbStore original = Accounts.open(data())) {
      assertFalse(mayLack(original, 1));
    }
  }

  @Test
  void damagedBackupIsRefusedAndItsFileNamed() throws IOException {
    Path backup;
    try (RocksDbStore store = Accounts.open(data())) {
      Accounts.commitTogether(store, 0, 1_000);
      backup = backup(store).folder();
    }
    Path file = largest(backup.resolve("records"));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    Path restored = folder.resolve("restored");
    String refused = refusal(backup, restored);
    assertTrue(refused.contains(file.getFileName() + " is missing or is not as it was"), refused);
    String start =
        assertThrows(DataRefusedException.class, () -> Accounts.open(restored)).getMessage();
    assertTrue(String.valueOf(start).contains("was not made by Tercet"), start);
    // The remains of a restore that was cut off do not stand in the way of another one.
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    Restore.run(backup, restored, Instant.now());
    try (RocksDbStore store = Accounts.open(restored)) {
      assertEquals(1_000, Accounts.count(store, 1_000));
    }
    Files.writeString(backup.resolve("backup"), "tercet backup format 1\n");
    assertTrue(refusal(backup, folder.resolve("other")).contains("its file backup is missing"));
  }

  @Test
  void mistakesAreRefusedWithASentence() throws IOException {
    Path first;
    Path second;
    try (RocksDbStore store = Accounts.open(data())) {
      Accounts.commit(store, 0, 1);
      first = backup(store).folder();
      second = backup(store).folder();
      assertNotEquals(first, second);
    }
    assertTrue(refusal(first, data()).contains("is not empty. Stop the node"));
    String several = refusal(folder.resolve("backups"), folder.resolve("new"));
    assertTrue(several.contains("has 2 backups") && several.contains(second.toString()), several);
    assertTrue(refusal(folder.resolve("no"), folder.resolve("new")).contains("There is no folder"));
    assertTrue(refusal(data(), folder.resolve("new")).contains("is no backup"));
    String start =
        assertThrows(DataRefusedException.class, () -> Accounts.open(first)).getMessage();
    assertTrue(String.valueOf(start).contains("was not made by Tercet"), start);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private BackupReport backup(RocksDbStore store) throws IOException {
    return store.backup(folder.resolve("backups"), Instant.now());
  }

  private static boolean mayLack(RocksDbStore store, long begun) {
    return store.commit(List.of(), view -> new Commit<>(Map.of(), view.mayLack(begun)));
  }

  private static String refusal(Path backup, Path data) {
    return String.valueOf(
        assertThrows(DataRefusedException.class, () -> Restore.run(backup, data, Instant.now()))
            .getMessage());
  }

  private static void awaitCheckpoint(RocksDbStore store, long before) {
    while (store.statistics().checkpoints() == before) {
      Thread.onSpinWait();
    }
  }

  private static Path largest(Path records) throws IOException {
    try (Stream<Path> files = Files.list(records)) {
      return files
          .filter(file -> file.toString().endsWith(".sst"))
          .max((one, other) -> {
            try {
              return Long.compare(Files.size(one), Files.size(other));
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          })
          .orElseThrow();
    }
  }
}
