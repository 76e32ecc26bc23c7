package tercet.testing.simulator.world;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;

/** The last commits of a store, which it may lose, and how many each shard has. */
final class YoungCommits {
  private final long lossMillisMax;
  private final long keptMillis;
  private final List<Young> young = new ArrayList<>();
  private final Map<ShardId, Long> sequences = new HashMap<>();
  private int unnoticed;

  /**
   * @param lossMillisMax how old a commit may be that is lost; 0 if none is
   * @param unconfirmedMillis the same for one that must not be lost
   */
  YoungCommits(long lossMillisMax, long unconfirmedMillis) {
    this.lossMillisMax = lossMillisMax;
    this.keptMillis = Math.max(lossMillisMax, unconfirmedMillis);
  }

  /** The records of a commit as they were before it. */
  private record Young(long at, Map<Key, @Nullable StoredRecord> before) {
    Set<ShardId> shards() {
      return before.keySet().stream().map(Key::shard).collect(toSet());
    }
  }

  /** Whether it must know of commits. */
  boolean keepsAny() {
    return keptMillis > 0;
  }

  /** Whether there is anything to lose. */
  boolean mayLose() {
    return lossMillisMax > 0;
  }

  /** The same numbers, for a server that is deposed. */
  YoungCommits numbers() {
    YoungCommits copy = new YoungCommits(1, 0);
    copy.sequences.putAll(sequences);
    return copy;
  }

  /** A commit is about to change some records. */
  void add(long now, Collection<Key> keys, Function<Key, @Nullable StoredRecord> stored) {
    Map<Key, @Nullable StoredRecord> before = new LinkedHashMap<>();
    keys.forEach(key -> before.put(key, stored.apply(key)));
    Young added = new Young(now, before);
    added.shards().forEach(shard -> sequences.merge(shard, 1L, Long::sum));
    young.removeIf(commit -> commit.at() < now - keptMillis);
    young.add(added);
  }

  /**
   * Undoes those of some shards, the last one first.
   *
   * @param since the last millisecond whose commits stay
   * @return how many were undone
   */
  int lose(
      Collection<ShardId> shards, long since, BiConsumer<Key, @Nullable StoredRecord> restore) {
    int lost = 0;
    for (int index = young.size() - 1; index >= 0 && young.get(index).at() > since; index--) {
      Young commit = young.get(index);
      if (shards.containsAll(commit.shards())) {
        commit.before().forEach(restore);
        commit.shards().forEach(shard -> sequences.merge(shard, -1L, Long::sum));
        young.remove(index);
        lost++;
      }
    }
    return lost;
  }

  /** Commits that have changed a shard and are not lost. */
  long sequence(ShardId shard) {
    return sequences.getOrDefault(shard, 0L);
  }

  /** A lane could see of so many shards that commits are lost. */
  void showLosses(int count) {
    unnoticed += count;
  }

  /** A lane has said so. */
  void isNoticed() {
    unnoticed--;
  }

  /** How often a lane could have noticed a loss and did not. */
  int unnoticed() {
    return unnoticed;
  }
}
