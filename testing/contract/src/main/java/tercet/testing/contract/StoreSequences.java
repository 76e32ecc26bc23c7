package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;

/** How a store shows that it has lost commits: each shard counts those that change it. */
public interface StoreSequences extends StoreUnderTest {
  private static long sequence(Store store, ShardId shard) {
    return store.commit(List.of(), view -> new Commit<>(Map.of(), view.sequence(shard)));
  }

  @Test
  default void sequenceGrowsByOneWithEachCommitThatChangesTheShard() {
    try (Store store = open()) {
      ShardId other = SHARDS.of(SHARD.service()).get(1);
      long step = store.hasSequences() ? 1 : 0;
      long before = sequence(store, SHARD);
      long otherBefore = sequence(store, other);
      put(store, accountKey(SHARD, "a"), account(1));
      assertEquals(before + step, sequence(store, SHARD));
      commit(store, Map.of(accountKey(SHARD, "a"), account(2), accountKey(SHARD, "b"), account(3)));
      assertEquals(before + 2 * step, sequence(store, SHARD));
      assertEquals(otherBefore, sequence(store, other));
    }
  }

  @Test
  default void commitThatFailsLeavesTheSequence() {
    try (Store store = open()) {
      long before = sequence(store, SHARD);
      assertThrows(
          IllegalStateException.class,
          () ->
              store.commit(
                  List.of(accountKey(SHARD, "a")),
                  view -> {
                    throw new IllegalStateException("a bug");
                  }));
      assertEquals(before, sequence(store, SHARD));
    }
  }

  @Test
  default void sequenceIsNotLowerAfterReopening() {
    long before;
    try (Store store = open()) {
      put(store, accountKey(SHARD, "a"), account(1));
      before = sequence(store, SHARD);
      assertFalse(store.hasSequences() && before == 0);
    }
    try (Store store = open()) {
      assertEquals(before, sequence(store, SHARD));
    }
  }
}
