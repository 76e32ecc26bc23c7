package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;

/** The keys of a kind in a shard are listed page by page, each once. */
public interface StoreKeys extends StoreUnderTest {
  @Test
  default void keysOfAKindAreListedOnceEachAndNoOthers() {
    int count = 2_350;
    ShardId other = SHARDS.of(SHARD.service()).get(1);
    Map<Key, @Nullable StoredRecord> changes = new HashMap<>();
    for (int number = 0; number < count; number++) {
      changes.put(accountKey(SHARD, "a[*]\\" + number), account(number));
    }
    try (Store store = open()) {
      put(store, accountKey(other, "foreign"), account(1));
      put(store, new Key(RecordKind.ITEM, SHARD, "item"), account(1));
      store.commit(Set.of(), view -> new Commit<>(changes, true));
      put(store, accountKey(SHARD, "ü b"), account(1));
      List<Key> all = new ArrayList<>();
      int pages = 0;
      List<Key> page = new ArrayList<>();
      do {
        page.clear();
        String after = all.isEmpty() ? "" : all.getLast().id();
        store.scanKeys(SHARD, RecordKind.ACCOUNT, after, 500, page::add);
        assertTrue(page.size() <= 500, () -> page.size() + " in one page");
        all.addAll(page);
        pages++;
      } while (page.size() == 500);
      Set<Key> expected = new HashSet<>(changes.keySet());
      expected.add(accountKey(SHARD, "ü b"));
      assertEquals(expected, new HashSet<>(all));
      assertEquals(expected.size(), all.size());
      assertEquals(5, pages);
    }
  }
}
