package tercet.runtime.inspect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;

/**
 * Balances and orders of a node, page by page. The records of a page are of one moment, those of
 * two pages are not. Reads the store beside the lanes and changes nothing.
 *
 * @param store null if the node has no records
 * @param shards that the node serves
 */
public record ShardBooks(@Nullable Store store, List<ShardId> shards) {
  public ShardBooks {
    shards = List.copyOf(shards);
  }

  /**
   * A part of a shard's records.
   *
   * @param last id behind which the next page begins; null if this is the last page
   */
  public record Page(Map<String, StoredRecord> records, @Nullable String last) {
    public Page {
      records = Collections.unmodifiableMap(new LinkedHashMap<>(records));
    }
  }

  /**
   * Reads a page of a shard's balances or orders.
   *
   * @param after id of the record before; empty to begin
   * @throws UnsupportedOperationException if the store cannot list its records
   * @throws tercet.runtime.store.StoreUnavailableException if it cannot be read now
   */
  public Page read(ShardId shard, String after, int max) {
    Store read = store;
    if (read == null || !shards.contains(shard)) {
      throw new UnsupportedOperationException("This node does not serve " + shard + " now.");
    }
    List<Key> keys = new ArrayList<>();
    read.scanKeys(shard, kind(shard), after, max, keys::add);
    Map<String, StoredRecord> records =
        read.commit(
            keys,
            view -> {
              Map<String, StoredRecord> found = new LinkedHashMap<>();
              for (Key key : keys) {
                StoredRecord stored = view.get(key);
                if (stored != null) {
                  found.put(key.id(), stored);
                }
              }
              return new Commit<>(Map.of(), found);
            });
    return new Page(records, keys.size() < max ? null : keys.getLast().id());
  }

  private static RecordKind kind(ShardId shard) {
    return switch (shard.service()) {
      case ORDER -> RecordKind.ORDER;
      case STOCK -> RecordKind.ITEM;
      case PAYMENT -> RecordKind.ACCOUNT;
    };
  }
}
