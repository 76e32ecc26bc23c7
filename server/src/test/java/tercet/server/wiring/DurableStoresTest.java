package tercet.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreGuarantees;
import tercet.server.config.StoreChoice;

/** A store must promise that a commit survives the process. */
final class DurableStoresTest {
  private static final StoreChoice CHOICE =
      new StoreChoice.RocksDb(false, false, Path.of("backups"));

  /** Before this was so, any store was taken. */
  @Test
  void storeThatMayLoseItsLastCommitsIsRefusedAndClosed() {
    Forgetful store = new Forgetful(false);
    Exception refusal =
        assertThrows(IllegalStateException.class, () -> DurableStores.require(store, CHOICE));
    assertEquals(
        "The store does not promise that acknowledged commits survive a crash or power cut."
            + " Nothing was started. Choose --store rocksdb, postgres or redis.",
        refusal.getMessage());
    assertTrue(store.closed);
  }

  @Test
  void durableStoreIsTaken() {
    Forgetful store = new Forgetful(true);
    assertEquals(store, DurableStores.require(store, CHOICE));
    assertFalse(store.closed);
  }

  @Test
  void forgetfulStoreIsTakenWhereItIsWanted() {
    Forgetful store = new Forgetful(false);
    StoreChoice wanted = new StoreChoice.Redis("redis://host", "", null, null, "p", 0, true, 1);
    assertEquals(store, DurableStores.require(store, wanted));
    assertFalse(store.closed);
  }

  /** A store that holds nothing. */
  private static final class Forgetful implements Store {
    private final boolean durable;
    private boolean closed;

    Forgetful(boolean durable) {
      this.durable = durable;
    }

    @Override
    public StoreGuarantees guarantees() {
      return new StoreGuarantees(durable, false, true);
    }

    @Override
    public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
      throw new IllegalStateException("nothing is committed to it");
    }

    @Override
    public void scanOpen(Collection<ShardId> shards, BiConsumer<Key, StoredRecord.Open> visitor) {}

    @Override
    public void close() {
      closed = true;
    }
  }
}
