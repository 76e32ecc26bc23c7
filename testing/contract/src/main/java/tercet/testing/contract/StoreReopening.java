package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.saga.Debited;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Tombstone;
import tercet.runtime.store.Store;

/** Records that the next process finds again, and a node that takes a shard over. */
public interface StoreReopening extends StoreUnderTest {

  /** An open record. */
  default Debited open(int votes) {
    Instant soon = Instant.ofEpochMilli(1_000_000);
    Origin origin = new Origin(new OrderId("o"), SHARDS.of(Service.ORDER).getFirst(), 1, 1);
    return new Debited(origin, List.of(), true, soon, votes, soon.plusMillis(votes));
  }

  @Test
  default void everythingIsFoundAgainAfterReopening() {
    Map<Key, @Nullable StoredRecord> changes = new HashMap<>();
    changes.put(accountKey(SHARD, "a"), account(1));
    changes.put(new Key(RecordKind.ANSWER, SHARD, "a"), answered("x", later()));
    changes.put(new Key(RecordKind.RECENT_ANSWER, SHARD, "a"), answered("y", later()));
    changes.put(new Key(RecordKind.PARTICIPATION, SHARD, "a"), open(1));
    changes.put(new Key(RecordKind.PARTICIPATION, SHARD, "b"), new Tombstone.Settled(later()));
    changes.put(accountKey(SHARD, ""), account(3));
    changes.put(accountKey(SHARD, "größer/../ 大 🛒"), account(4));
    try (Store store = open()) {
      commit(store, changes);
    }
    for (int i = 0; i < 3; i++) {
      try (Store store = open()) {
        assertEquals(changes, read(store, List.copyOf(changes.keySet())));
      }
    }
  }

  @Test
  default void deletedRecordStaysGoneAfterReopening() {
    for (RecordKind kind :
        List.of(RecordKind.ACCOUNT, RecordKind.ANSWER, RecordKind.RECENT_ANSWER)) {
      Key key = new Key(kind, SHARD, "a");
      try (Store store = open()) {
        put(store, key, kind == RecordKind.ACCOUNT ? account(1) : answered("x", later()));
      }
      try (Store store = open()) {
        put(store, key, null);
        assertNull(get(store, key));
      }
      try (Store store = open()) {
        assertNull(get(store, key));
      }
    }
  }

  @Test
  default void scanFindsExactlyTheOpenRecordsOfItsShard() {
    ShardId other = SHARDS.of(SHARD.service()).get(1);
    Key open = new Key(RecordKind.PARTICIPATION, SHARD, "open");
    Key ended = new Key(RecordKind.PARTICIPATION, SHARD, "ended");
    Key deleted = new Key(RecordKind.PARTICIPATION, SHARD, "deleted");
    Key foreign = new Key(RecordKind.PARTICIPATION, other, "foreign");
    try (Store store = open()) {
      for (Key key : List.of(open, ended, deleted, foreign)) {
        put(store, key, open(1));
      }
      put(store, accountKey(SHARD, "a"), account(1));
      put(store, new Key(RecordKind.ANSWER, SHARD, "a"), answered("x", later()));
      put(store, open, open(2));
      put(store, ended, new Tombstone.Settled(later()));
      put(store, deleted, null);
      assertEquals(Map.of(open, open(2)), scan(store, SHARD));
      assertEquals(Map.of(foreign, open(1)), scan(store, other));
      assertEquals(Map.of(open, open(2), foreign, open(1)), scan(store, SHARD, other));
      assertEquals(Map.of(), scan(store));
    }
    try (Store store = open()) {
      assertEquals(Map.of(open, open(2)), scan(store, SHARD));
      assertEquals(Map.of(foreign, open(1)), scan(store, other));
      put(store, open, null);
      assertEquals(Map.of(), scan(store, SHARD));
    }
    try (Store store = open()) {
      assertEquals(Map.of(), scan(store, SHARD));
      assertEquals(Map.of(foreign, open(1)), scan(store, other));
    }
  }

  @Test
  default void recordBecomesOpenAndClosedAndOpenAgain() {
    Key key = new Key(RecordKind.PARTICIPATION, SHARD, "a");
    List<StoredRecord> states =
        List.of(
            new Tombstone.Settled(later()),
            open(1),
            new Tombstone.Settled(later().plusSeconds(100)),
            new Tombstone.Settled(later()),
            open(2));
    for (StoredRecord state : states) {
      try (Store store = open()) {
        put(store, key, state);
        assertEquals(state, get(store, key));
      }
      try (Store store = open()) {
        assertEquals(state, get(store, key));
        Map<Key, StoredRecord> expected =
            state instanceof StoredRecord.Open ? Map.of(key, state) : Map.of();
        assertEquals(expected, scan(store, SHARD));
      }
    }
  }

  @Test
  default void recordWhoseTimeIsOverIsSeenAsItWasOrNotAtAll() {
    StoredRecord old = answered("old", now().minus(Duration.ofMinutes(1)));
    StoredRecord fresh = answered("fresh", later());
    for (RecordKind kind : List.of(RecordKind.ANSWER, RecordKind.RECENT_ANSWER)) {
      Key key = new Key(kind, SHARD, "a");
      try (Store store = open()) {
        put(store, key, old);
        StoredRecord found = get(store, key);
        assertTrue(found == null || found.equals(old));
        put(store, key, fresh);
        assertEquals(fresh, get(store, key));
      }
      try (Store store = open()) {
        assertEquals(fresh, get(store, key));
      }
    }
  }
}
