package tercet.runtime.mailbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tercet.kernel.decision.Input;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.StoreGuarantees;

/** Splits a batch into parts that the store commits atomically. */
final class CommitParts {
  private CommitParts() {}

  static List<List<Input>> of(List<Input> batch, StoreGuarantees store) {
    if (store.spansShards()) {
      return List.of(batch);
    }
    Map<ShardId, List<Input>> byShard = new LinkedHashMap<>();
    for (Input input : batch) {
      byShard.computeIfAbsent(input.to(), shard -> new ArrayList<>()).add(input);
    }
    return List.copyOf(byShard.values());
  }
}
