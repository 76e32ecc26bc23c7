package tercet.testing.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Account;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;

/**
 * The methods that an adapter implements for the contract, and the helpers that the contract uses.
 */
public interface StoreUnderTest {
  /** Shards that the contract uses. */
  Shards SHARDS = new Shards(4);

  /** A shard to begin with. */
  ShardId SHARD = SHARDS.of(Service.PAYMENT).getFirst();

  /**
   * Opens the store of the current test: empty the first time, and after it was closed, with what
   * it then held. It serves {@link #SHARDS}.
   */
  default Store open() {
    return open(InstantSource.system());
  }

  /**
   * The same, for a store that goes by another clock.
   *
   * @param clock may be moved by a test; the store must soon drop what has expired by it, however
   *     far it was moved
   */
  Store open(InstantSource clock);

  /**
   * Drops the records that have expired by the clock of the store, if the store does not do so by
   * itself.
   */
  default void dropExpired() {}

  /** Now, by the clock that the store has. */
  default Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /** A key of a record that has no expiry and is not open. */
  default Key accountKey(ShardId shard, String id) {
    return new Key(RecordKind.ACCOUNT, shard, id);
  }

  /** A record that has no expiry and is not open. */
  default Account account(long amount) {
    return new Account(new Amount(amount), 1);
  }

  /** A record that expires. */
  default DedupeRecord answered(String text, Instant expiresAt) {
    return new DedupeRecord(new Answer.Created(text), expiresAt);
  }

  /** A moment that does not come while the contract is tested. */
  default Instant later() {
    return now().plus(Duration.ofHours(1));
  }

  /** Commits one change. */
  default void put(Store store, Key key, @Nullable StoredRecord stored) {
    Map<Key, @Nullable StoredRecord> changes = new HashMap<>();
    changes.put(key, stored);
    commit(store, changes);
  }

  /** Commits changes. */
  default void commit(Store store, Map<Key, @Nullable StoredRecord> changes) {
    store.commit(changes.keySet(), view -> new Commit<>(changes, true));
  }

  /** Reads a record in a commit of its own. */
  default @Nullable StoredRecord get(Store store, Key key) {
    return read(store, List.of(key)).get(key);
  }

  /** Reads records in one commit. */
  default Map<Key, @Nullable StoredRecord> read(Store store, List<Key> keys) {
    return store.commit(
        keys,
        view -> {
          Map<Key, @Nullable StoredRecord> found = new HashMap<>();
          for (Key key : keys) {
            found.put(key, view.get(key));
          }
          return new Commit<>(Map.of(), found);
        });
  }

  /** The open records of some shards. */
  default Map<Key, StoredRecord.Open> scan(Store store, ShardId... shards) {
    Map<Key, StoredRecord.Open> found = new HashMap<>();
    store.scanOpen(List.of(shards), found::put);
    return found;
  }
}
