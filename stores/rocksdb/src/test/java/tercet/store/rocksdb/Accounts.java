package tercet.store.rocksdb;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Account;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.transaction.Tombstone;
import tercet.runtime.store.Commit;

/** Accounts with the numbers from 0, whose credit is their number. */
final class Accounts {
  private static final ShardId SHARD = new Shards(1).of(Service.PAYMENT).getFirst();

  private Accounts() {}

  static RocksDbStore open(Path folder) {
    return RocksDbStore.open(folder, 1, RocksDbSettings.defaults(), InstantSource.system());
  }

  static RocksDbStore openAcceptingLoss(Path folder) {
    return RocksDbStore.openAcceptingLoss(
        folder, 1, RocksDbSettings.defaults(), InstantSource.system());
  }

  static Key key(int number) {
    return Key.balance(new UserId("u" + number), SHARD);
  }

  /** A commit for each. */
  static void commit(RocksDbStore store, int from, int to) {
    for (int number = from; number < to; number++) {
      Map<Key, @Nullable StoredRecord> change =
          Map.of(key(number), new Account(new Amount(number), 1));
      store.commit(change.keySet(), view -> new Commit<>(change, true));
    }
  }

  /** One commit for all. */
  static void commitTogether(RocksDbStore store, int from, int to) {
    Map<Key, @Nullable StoredRecord> changes = new HashMap<>();
    for (int number = from; number < to; number++) {
      changes.put(key(number), new Account(new Amount(number), 1));
    }
    store.commit(changes.keySet(), view -> new Commit<>(changes, true));
  }

  /** Tombstones of so many transactions, in one commit. */
  static void commitSettled(RocksDbStore store, int transactions) {
    Instant until = Instant.now().plus(Duration.ofHours(1));
    Map<Key, @Nullable StoredRecord> changes = new HashMap<>();
    for (int number = 0; number < transactions; number++) {
      Key key = Key.participation(new TransactionId("t" + number), SHARD);
      changes.put(key, new Tombstone.Settled(until));
    }
    store.commit(changes.keySet(), view -> new Commit<>(changes, true));
  }

  static boolean has(RocksDbStore store, int number) {
    StoredRecord expected = new Account(new Amount(number), 1);
    return store.commit(
        List.of(), view -> new Commit<>(Map.of(), expected.equals(view.get(key(number)))));
  }

  static long incarnation(RocksDbStore store) {
    return store.commit(List.of(), view -> new Commit<>(Map.of(), view.incarnation()));
  }

  static int count(RocksDbStore store, int to) {
    return count(store, to, 0);
  }

  static int count(RocksDbStore store, int to, int from) {
    int found = 0;
    for (int number = from; number < to; number++) {
      found += has(store, number) ? 1 : 0;
    }
    return found;
  }

  static int firstMissing(RocksDbStore store) {
    int number = 0;
    while (has(store, number)) {
      number++;
    }
    return number;
  }
}
