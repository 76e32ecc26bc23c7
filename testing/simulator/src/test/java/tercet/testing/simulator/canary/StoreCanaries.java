package tercet.testing.simulator.canary;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;
import tercet.runtime.mailbox.Interpreter;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;
import tercet.testing.simulator.world.Wiring;

/** Bugs outside the decisions. */
final class StoreCanaries {
  private StoreCanaries() {}

  static Wiring answersInALaterCommit() {
    return storing(store ->
        new Around(store) {
          @Override
          public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
            Map<Key, @Nullable StoredRecord> later = new LinkedHashMap<>();
            T result =
                super.commit(
                    expected,
                    view -> {
                      later.clear();
                      Commit<T> commit = decide.apply(view);
                      Map<Key, @Nullable StoredRecord> now = new LinkedHashMap<>(commit.changes());
                      now.values().removeIf(stored -> stored instanceof DedupeRecord);
                      later.putAll(commit.changes());
                      later.keySet().removeAll(now.keySet());
                      return new Commit<>(now, commit.result());
                    });
            Map<ShardId, Map<Key, @Nullable StoredRecord>> parts = byShard(later);
            for (ShardId shard : parts.keySet()) {
              super.<Boolean>commit(
                  List.of(), view -> new Commit<>(part(parts, shard), Boolean.TRUE));
            }
            return result;
          }
        });
  }

  private static Map<ShardId, Map<Key, @Nullable StoredRecord>> byShard(
      Map<Key, @Nullable StoredRecord> changes) {
    Map<ShardId, Map<Key, @Nullable StoredRecord>> parts = new LinkedHashMap<>();
    changes.forEach((key, stored) ->
        parts.computeIfAbsent(key.shard(), shard -> new LinkedHashMap<>()).put(key, stored));
    return parts;
  }

  private static Map<Key, @Nullable StoredRecord> part(
      Map<ShardId, Map<Key, @Nullable StoredRecord>> parts, ShardId shard) {
    return parts.getOrDefault(shard, new LinkedHashMap<>());
  }

  static Wiring sendBeforeCommit() {
    return new Wiring() {
      @Override
      public Store store(Store store, Transport transport) {
        return new Around(store) {
          @Override
          public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
            return super.commit(
                expected,
                view -> {
                  Commit<T> commit = decide.apply(view);
                  if (!(commit.result() instanceof Interpreter.Outcome outcome)) {
                    return commit;
                  }
                  outcome.messages().forEach(sent -> transport.send(new Envelope.ToShard(sent)));
                  for (Decision.Reply reply : outcome.replies()) {
                    transport.send(new Envelope.ToNode(reply.to(), reply.answer()));
                  }
                  return commit;
                });
          }
        };
      }
    };
  }

  static Wiring recoveryForgets(RecordKind kind) {
    return storing(store ->
        new Around(store) {
          @Override
          public void scanOpen(
              Collection<ShardId> shards, BiConsumer<Key, StoredRecord.Open> visitor) {
            super.scanOpen(
                shards,
                (key, open) -> {
                  if (key.kind() != kind) {
                    visitor.accept(key, open);
                  }
                });
          }
        });
  }

  /**
   * Each commit is written with the next one of the same shards: acknowledged changes are not
   * durable.
   */
  static Wiring writtenBehind() {
    return storing(store ->
        new Around(store) {
          private final Map<Key, @Nullable StoredRecord> behind = new HashMap<>();

          @Override
          public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
            Map<Key, @Nullable StoredRecord> next = new LinkedHashMap<>();
            T result =
                super.commit(
                    expected,
                    view -> {
                      next.clear();
                      Commit<T> commit = decide.apply(over(behind, view));
                      next.putAll(commit.changes());
                      Map<Key, @Nullable StoredRecord> due = new LinkedHashMap<>(behind);
                      if (!guarantees().spansShards() && !next.isEmpty()) {
                        ShardId shard = next.keySet().iterator().next().shard();
                        due.keySet().removeIf(key -> !key.shard().equals(shard));
                      } else if (next.isEmpty()) {
                        due.clear();
                      }
                      return new Commit<>(due, commit.result());
                    });
            behind.putAll(next);
            return result;
          }
        });
  }

  private static Store.View over(Map<Key, @Nullable StoredRecord> changes, Store.View view) {
    return seeing(view, key -> changes.containsKey(key) ? changes.get(key) : view.get(key));
  }

  /** Reads first, then writes, and never looks whether another node wrote in between. */
  static Wiring conflictsIgnored() {
    return storing(store ->
        new Around(store) {
          @Override
          public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
            Commit<T> decided =
                super.commit(expected, view -> new Commit<>(Map.of(), decide.apply(view)));
            return super.commit(List.of(), view -> decided);
          }
        });
  }

  /** Remembers orders, and shows them as they were when they were first looked at. */
  static Wiring staleReads() {
    return storing(store ->
        new Around(store) {
          private final Map<Key, StoredRecord> seen = new HashMap<>();

          @Override
          public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
            boolean looks =
                expected.size() == 1 && expected.iterator().next().kind() == RecordKind.ORDER;
            return super.commit(
                expected,
                view -> decide.apply(looks ? seeing(view, key -> remembered(view, key)) : view));
          }

          private @Nullable StoredRecord remembered(View view, Key key) {
            StoredRecord stored = view.get(key);
            return stored == null ? null : seen.computeIfAbsent(key, first -> stored);
          }
        });
  }

  /** A view that shows other records. */
  private static Store.View seeing(Store.View view, Function<Key, @Nullable StoredRecord> records) {
    return seeing(view, records, view.horizon());
  }

  /** The same, with another horizon. */
  static Store.View seeing(
      Store.View view, Function<Key, @Nullable StoredRecord> records, Instant horizon) {
    return new Store.View() {
      @Override
      public @Nullable StoredRecord get(Key key) {
        return records.apply(key);
      }

      @Override
      public Instant horizon() {
        return horizon;
      }

      @Override
      public long incarnation() {
        return view.incarnation();
      }

      @Override
      public long sequence(ShardId shard) {
        return view.sequence(shard);
      }
    };
  }

  static Wiring nameKeptOverRestart() {
    return new Wiring() {
      @Override
      public String nodeName(String server, int life) {
        return server;
      }
    };
  }

  private static Wiring storing(UnaryOperator<Store> around) {
    return new Wiring() {
      @Override
      public Store store(Store store, Transport transport) {
        return around.apply(store);
      }
    };
  }
}
