package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;

/** The effects of one commit. */
public interface StoreCommits extends StoreUnderTest {
  /** Records of a large commit. */
  default int largeCommit() {
    return 100_000;
  }

  @Test
  default void emptyStoreHoldsNothing() {
    try (Store store = open()) {
      assertNull(get(store, accountKey(SHARD, "a")));
      assertEquals(Map.of(), scan(store, SHARD));
    }
  }

  @Test
  default void readSeesWhatWasCommitted() {
    try (Store store = open()) {
      put(store, accountKey(SHARD, "a"), account(1));
      assertEquals(account(1), get(store, accountKey(SHARD, "a")));
      put(store, accountKey(SHARD, "a"), account(2));
      assertEquals(account(2), get(store, accountKey(SHARD, "a")));
      assertNull(get(store, accountKey(SHARD, "b")));
    }
  }

  @Test
  default void recordsOfDifferentKindsAndShardsDoNotMeet() {
    try (Store store = open()) {
      ShardId other = SHARDS.of(SHARD.service()).get(1);
      put(store, accountKey(SHARD, "a"), account(1));
      put(store, new Key(RecordKind.ANSWER, SHARD, "a"), answered("x", later()));
      put(store, accountKey(other, "a"), account(2));
      assertEquals(account(1), get(store, accountKey(SHARD, "a")));
      assertEquals(account(2), get(store, accountKey(other, "a")));
      assertNull(get(store, new Key(RecordKind.RECENT_ANSWER, SHARD, "a")));
    }
  }

  @Test
  default void deletedRecordIsGone() {
    try (Store store = open()) {
      for (RecordKind kind :
          List.of(RecordKind.ACCOUNT, RecordKind.ANSWER, RecordKind.RECENT_ANSWER)) {
        Key key = new Key(kind, SHARD, "a");
        put(store, key, kind == RecordKind.ACCOUNT ? account(1) : answered("x", later()));
        put(store, key, null);
        assertNull(get(store, key));
        put(store, key, null);
        assertNull(get(store, key));
      }
    }
  }

  @Test
  default void commitReturnsWhatItsDecisionReturned() {
    try (Store store = open()) {
      Object result = new Object();
      assertSame(result, store.commit(List.of(), view -> new Commit<>(Map.of(), result)));
      Map<Key, @Nullable StoredRecord> change = Map.of(accountKey(SHARD, "a"), account(1));
      assertSame(result, store.commit(change.keySet(), view -> new Commit<>(change, result)));
    }
  }

  @Test
  default void decisionThatThrowsWritesNothingAndLeavesTheStoreUsable() {
    try (Store store = open()) {
      put(store, accountKey(SHARD, "a"), account(1));
      IllegalStateException bug = new IllegalStateException("a bug in a decision");
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  store.commit(
                      List.of(accountKey(SHARD, "a")),
                      view -> {
                        assertEquals(account(1), view.get(accountKey(SHARD, "a")));
                        throw bug;
                      }));
      assertSame(bug, thrown);
      assertEquals(account(1), get(store, accountKey(SHARD, "a")));
      put(store, accountKey(SHARD, "a"), account(2));
      assertEquals(account(2), get(store, accountKey(SHARD, "a")));
    }
  }

  @Test
  default void keyThatWasNotAnnouncedCanBeRead() {
    try (Store store = open()) {
      put(store, accountKey(SHARD, "a"), account(1));
      boolean found =
          store.commit(
              List.of(),
              view -> new Commit<>(Map.of(), account(1).equals(view.get(accountKey(SHARD, "a")))));
      assertTrue(found);
    }
  }

  @Test
  default void keysThatAreAnnouncedDuringADecisionCanBeRead() {
    try (Store store = open()) {
      List<Key> keys = List.of(accountKey(SHARD, "a"), accountKey(SHARD, "b"));
      put(store, keys.getFirst(), account(1));
      List<@Nullable StoredRecord> found =
          store.commit(
              List.of(),
              view -> {
                view.prefetch(keys);
                List<@Nullable StoredRecord> read = new ArrayList<>();
                keys.forEach(key -> read.add(view.get(key)));
                return new Commit<>(Map.of(), read);
              });
      assertEquals(account(1), found.getFirst());
      assertNull(found.getLast());
    }
  }

  @Test
  default void oneCommitChangesManyRecordsOfAShard() {
    try (Store store = open()) {
      Map<Key, @Nullable StoredRecord> changes = new HashMap<>();
      for (int i = 0; i < 100; i++) {
        put(store, accountKey(SHARD, "old" + i), account(1));
        changes.put(accountKey(SHARD, "old" + i), null);
        changes.put(accountKey(SHARD, "new" + i), account(i));
      }
      commit(store, changes);
      changes.forEach((key, stored) -> assertEquals(stored, get(store, key)));
    }
  }

  @Test
  default void oneCommitChangesRecordsOfSeveralShards() {
    try (Store store = open()) {
      assumeTrue(store.guarantees().spansShards(), "the store commits one shard at a time");
      Map<Key, @Nullable StoredRecord> changes = new HashMap<>();
      for (ShardId shard : SHARDS.all()) {
        changes.put(accountKey(shard, "a"), account(shard.index()));
      }
      commit(store, changes);
      assertEquals(changes, read(store, List.copyOf(changes.keySet())));
    }
  }

  @Test
  default void largeCommitIsKept() {
    int count = largeCommit();
    Map<Key, @Nullable StoredRecord> changes = new HashMap<>();
    for (int i = 0; i < count; i++) {
      changes.put(accountKey(SHARD, "a" + i), account(i));
    }
    try (Store store = open()) {
      commit(store, changes);
      assertEquals(changes, read(store, List.copyOf(changes.keySet())));
    }
    try (Store store = open()) {
      assertEquals(changes, read(store, List.copyOf(changes.keySet())));
      changes.replaceAll((key, stored) -> null);
      commit(store, changes);
      assertNull(get(store, accountKey(SHARD, "a7")));
    }
    try (Store store = open()) {
      assertNull(get(store, accountKey(SHARD, "a8")));
    }
  }
}
