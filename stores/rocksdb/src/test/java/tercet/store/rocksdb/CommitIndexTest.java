package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.KeyCodec;

/** An index of commits beside a plain map. */
final class CommitIndexTest {
  private static final ShardId SHARD = new ShardId(Service.STOCK, 3);
  private static final int KEYS = 300;

  /** The change of a key in a part. */
  private record Last(int part, @Nullable String record) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void findsWhatAMapFinds(long seed) {
    Random random = new Random(seed);
    CommitIndex index = new CommitIndex();
    Map<String, Last> expected = new HashMap<>();
    Map<Integer, Set<String>> parts = new HashMap<>();
    for (int commit = 1; commit <= 2_000; commit++) {
      int step = random.nextInt(10);
      if (step < 6) {
        Map<String, @Nullable String> changes = changes(random, commit);
        int part = index.add(commit, bytes(changes));
        changes.forEach((key, record) -> expected.put(key, new Last(part, record)));
        parts.put(part, changes.keySet());
      } else if (step < 7) {
        String key = key(random);
        index.remove(KeyBytes.of(new Key(RecordKind.ITEM, SHARD, key)));
        expected.remove(key);
      } else if (!parts.isEmpty()) {
        int part = new ArrayList<>(parts.keySet()).get(random.nextInt(parts.size()));
        index.drop(part);
        for (String key : Objects.requireNonNull(parts.remove(part))) {
          expected.computeIfPresent(key, (same, last) -> last.part() == part ? null : last);
        }
      }
      compare(index, expected);
    }
    parts.keySet().forEach(index::drop);
    assertEquals(0, index.changeCount());
    assertEquals(0, index.recordCount());
  }

  @Test
  void laterCommitCountsInAnyOrder() {
    CommitIndex index = new CommitIndex();
    index.add(2, bytes(Map.of("a", "second")));
    index.add(1, bytes(Map.of("a", "first")));
    assertEquals("second", text(index.find(name("a"))));
  }

  /** A record moves to another bucket: one part deletes it, the other one has it. */
  @Test
  void ofPartsOfOneCommitTheOneCountsThatHasTheRecord() {
    Map<String, @Nullable String> deletes = new HashMap<>();
    deletes.put("a", null);
    for (boolean deletionFirst : new boolean[] {true, false}) {
      CommitIndex index = new CommitIndex();
      index.add(1, bytes(deletionFirst ? deletes : Map.of("a", "moved")));
      index.add(1, bytes(deletionFirst ? Map.of("a", "moved") : deletes));
      assertEquals("moved", text(index.find(name("a"))));
      assertEquals(1, index.recordCount());
    }
  }

  /** Each with keys of its own, as lanes have shards. */
  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    CommitIndex index = new CommitIndex();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> ends = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        String own = thread + "-";
        Callable<Void> work =
            () -> {
              List<Integer> parts = new ArrayList<>();
              for (int commit = 1; commit <= 20_000; commit++) {
                String key = own + commit % 500;
                parts.add(index.add(commit, bytes(Map.of(key, "record " + commit))));
                assertEquals("record " + commit, text(index.find(name(key))));
                if (parts.size() > 300) {
                  index.drop(parts.removeFirst());
                }
              }
              parts.forEach(index::drop);
              return null;
            };
        ends.add(threads.submit(work));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
    assertEquals(0, index.changeCount());
  }

  private static void compare(CommitIndex index, Map<String, Last> expected) {
    Set<String> found = new HashSet<>();
    index.forEach(entry -> {
      String key = entry.key().id();
      found.add(key);
      Last last = expected.get(key);
      assertEquals(last == null ? "none" : last.record(), text(entry.record()), key);
    });
    assertEquals(expected.keySet(), found);
    assertEquals(expected.size(), index.changeCount());
    assertEquals(
        expected.values().stream().filter(last -> last.record() != null).count(),
        index.recordCount());
    expected.forEach((key, last) -> assertEquals(last.record(), text(index.find(name(key)))));
    assertNull(index.find(name("another")));
  }

  private static Map<String, @Nullable String> changes(Random random, int commit) {
    Map<String, @Nullable String> changes = new HashMap<>();
    int count = 1 + random.nextInt(10);
    for (int i = 0; i < count; i++) {
      String padding = "x".repeat(random.nextInt(300));
      changes.put(key(random), random.nextInt(4) == 0 ? null : commit + padding);
    }
    return changes;
  }

  private static String key(Random random) {
    int number = random.nextInt(KEYS);
    return "k".repeat(number % 40) + number;
  }

  private static KeyBytes name(String id) {
    return KeyBytes.of(new Key(RecordKind.ITEM, SHARD, id));
  }

  private static byte[] bytes(Map<String, @Nullable String> changes) {
    ByteWriter writer = new ByteWriter(64);
    changes.forEach((id, record) -> {
      KeyCodec.write(writer, new Key(RecordKind.ITEM, SHARD, id));
      byte[] text = record == null ? new byte[0] : record.getBytes(StandardCharsets.US_ASCII);
      writer.writeVarint(text.length);
      writer.writeBytes(text);
    });
    return writer.toBytes();
  }

  private static @Nullable String text(@Nullable ByteReader record) {
    if (record == null || record.remaining() == 0) {
      return null;
    }
    byte[] text = new byte[record.remaining()];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) record.readByte();
    }
    return new String(text, StandardCharsets.US_ASCII);
  }
}
