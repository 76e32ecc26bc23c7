package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.UnreadableRecordException;

/** Bits that have gone bad in a sorted file. */
final class DamagedBlockTest {
  private static final int ACCOUNTS = 20_000;

  @TempDir Path parent;
  private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void make() throws IOException {
    folder = parent.resolve("data");
    try (RocksDbStore store = Accounts.open(folder)) {
      Accounts.commitTogether(store, 0, ACCOUNTS);
    }
    file = folder.resolve("records").resolve(Damage.file(folder, ".*\\.sst"));
  }

  /** Counts the accounts that can be read; all others must be told to be damaged. */
  private static int readable(RocksDbStore store) {
    int readable = 0;
    for (int number = 0; number < ACCOUNTS; number++) {
      try {
        assertTrue(Accounts.has(store, number), "account " + number + " is gone without a word");
        readable++;
      } catch (UnreadableRecordException e) {
        assertTrue(Damage.message(e).contains("u" + number), Damage.message(e));
      }
    }
    return readable;
  }

  @Test
  void onlyReadsOfDamagedRecordsFailAlsoAfterARestart() throws IOException {
    Damage.flip(file, Files.size(file) / 3, 8);
    for (int start = 0; start < 2; start++) {
      try (RocksDbStore store = Accounts.open(folder)) {
        int readable = readable(store);
        assertTrue(readable > ACCOUNTS * 9 / 10 && readable < ACCOUNTS, "readable: " + readable);
        assertEquals(ACCOUNTS - readable, store.statistics().damagedReads());
        Accounts.commit(store, ACCOUNTS, ACCOUNTS + 100);
        assertEquals(100, Accounts.count(store, ACCOUNTS + 100, ACCOUNTS));
      }
    }
    assertTrue(Files.exists(folder.resolve(DamagedFiles.NOTE)));
  }

  @Test
  void noFlippedBitIsSilent() throws IOException {
    long size = Files.size(file);
    for (int flip = 0; flip < 24; flip++) {
      long at = flip < 12 ? flip * size / 12 : size - 1 - 40L * (flip - 12);
      Path copy = parent.resolve("copy");
      Damage.copy(folder, copy);
      Damage.flip(copy.resolve(folder.relativize(file)), at, 1 << (flip % 8));
      try (RocksDbStore store = Accounts.open(copy)) {
        readable(store);
      } catch (DataRefusedException e) {
        assertTrue(Damage.message(e).contains("backup"), Damage.message(e));
      }
      Damage.delete(copy);
    }
  }

  /** All records of open transactions are read at a start: no other start can do without them. */
  @Test
  void aStartThatNeedsTheDamagedBlockIsRefusedAndNotToBeTriedAgain() throws Exception {
    try (RocksDbStore store = Accounts.open(folder)) {
      Accounts.commitSettled(store, ACCOUNTS);
    }
    Path open = Damage.file(folder, Family.RECENT);
    Damage.flip(open, Files.size(open) / 3, 8);
    for (int start = 0; start < 2; start++) {
      String message =
          Damage.message(assertThrows(DataRefusedException.class, () -> Accounts.open(folder)));
      assertTrue(message.contains("Put back a backup"), message);
      assertTrue(message.contains(String.valueOf(open.getFileName())), message);
      assertFalse(message.contains("Start again"), message);
    }
  }

  /** Enough files that RocksDB wants to compact the damaged one. */
  @Test
  void aCompactionThatMeetsTheDamageIsNotTheEnd() throws IOException {
    Damage.flip(file, Files.size(file) / 3, 8);
    int told = 0;
    for (int start = 0; start < 12; start++) {
      try (RocksDbStore store = Accounts.open(folder)) {
        Accounts.commitTogether(store, 100 * start, 100 * start + 100);
        Accounts.commitTogether(store, ACCOUNTS - 100, ACCOUNTS);
      } catch (StoreFailedException e) {
        told++;
        assertTrue(Damage.message(e).contains("damaged"), Damage.message(e));
        assertTrue(Damage.message(e).contains("Start again"), Damage.message(e));
      }
    }
    assertTrue(told <= 1, "it stopped " + told + " times");
    try (RocksDbStore store = Accounts.open(folder)) {
      assertFalse(readable(store) == 0);
    }
  }
}
