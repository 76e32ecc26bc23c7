package tercet.testing.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Store;

/** Long random histories against a model. */
public interface StoreHistories extends StoreUnderTest {
  /** Times that a history closes the store and opens it again. */
  int OPENINGS = 5;

  /** Commits between two openings; {@code -Dtercet.history.commits=10000} is the long form. */
  default int historyCommits() {
    return Integer.getInteger("tercet.history.commits", 2_000);
  }

  @Test
  default void randomHistoryIsKeptAcrossReopening() {
    Map<ShardId, RandomHistory> histories = new LinkedHashMap<>();
    for (ShardId shard : SHARDS.all()) {
      histories.put(shard, history(histories.size(), List.of(shard)));
    }
    play(histories.values(), historyCommits());
  }

  @Test
  default void randomHistoryOverAllShardsIsKeptAcrossReopening() {
    try (Store store = open()) {
      assumeTrue(store.guarantees().spansShards(), "the store commits one shard at a time");
    }
    play(List.of(history(1, SHARDS.all())), historyCommits());
  }

  private RandomHistory history(int seed, List<ShardId> shards) {
    return new RandomHistory(seed, shards, 10, Duration.ofMinutes(30), this::now);
  }

  private void play(Collection<RandomHistory> histories, int commits) {
    for (int opened = 0; opened < OPENINGS; opened++) {
      try (Store store = open()) {
        histories.forEach(history -> history.checkAll(store));
        for (int i = 0; i < commits / histories.size(); i++) {
          histories.forEach(history -> history.step(store));
        }
        histories.forEach(history -> history.checkAll(store));
      }
    }
  }
}
