package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.codec.ByteReader;

final class RecordCacheTest {
  private static final ShardId SHARD = new ShardId(Service.PAYMENT, 0);
  private static final int BYTES_MAX = 4 << 20;

  @Test
  void findsTheLastVersionOrNone() {
    RecordCache cache = new RecordCache(BYTES_MAX);
    Map<Integer, String> expected = new HashMap<>();
    Random random = new Random(1);
    int hits = 0;
    for (int step = 0; step < 500_000; step++) {
      int id = random.nextInt(100_000);
      switch (random.nextInt(8)) {
        case 0 -> {
          cache.remove(Entry.ofDeleted(name(id).bytes()));
          expected.remove(id);
        }
        case 1, 2 -> {
          String record = "version " + step + "x".repeat(random.nextInt(100));
          cache.put(entry(id, record));
          expected.put(id, record);
        }
        default -> {
          ByteReader found = cache.find(name(id));
          if (found != null) {
            assertEquals(expected.get(id), text(found));
            hits++;
          }
        }
      }
    }
    assertTrue(hits > 1_000, hits + " were found");
  }

  /** Records in use survive any number that are used once. */
  @Test
  void keepsRecordsInUse() {
    RecordCache cache = new RecordCache(BYTES_MAX);
    for (int id = 0; id < 100; id++) {
      cache.put(entry(id, "in use"));
    }
    int passed = 0;
    for (int id = 100; id < 300_000; id++) {
      cache.put(entry(id, "used once"));
      assertNotNull(cache.find(name(id)));
      if (id % 1_000 == 0) {
        for (int used = 0; used < 100; used++) {
          assertNotNull(cache.find(name(used)), "in use");
        }
      }
    }
    for (int id = 100; id < 300_000; id++) {
      passed += cache.find(name(id)) == null ? 0 : 1;
    }
    assertTrue(passed > 10_000 && passed < 100_000, passed + " fit into 4 MiB");
  }

  @Test
  void takesNothingThatMayBeOutdated() {
    RecordCache cache = new RecordCache(BYTES_MAX);
    long mark = cache.mark(name(1));
    cache.remove(Entry.ofDeleted(name(1).bytes()));
    cache.putIfNotOutdated(entry(1, "read before it was deleted"), mark);
    assertNull(cache.find(name(1)));
    cache.putIfNotOutdated(entry(1, "read afterwards"), cache.mark(name(1)));
    assertNotNull(cache.find(name(1)));
  }

  @Test
  void takesNothingLargerThanItself() {
    RecordCache cache = new RecordCache(BYTES_MAX);
    cache.put(entry(1, "small"));
    cache.put(entry(1, "x".repeat(BYTES_MAX)));
    assertNull(cache.find(name(1)), "neither the large version nor the one before");
    assertNull(new RecordCache(0).find(name(1)));
  }

  private static KeyBytes name(int id) {
    return KeyBytes.of(new Key(RecordKind.ACCOUNT, SHARD, "user-" + id));
  }

  private static Entry entry(int id, String record) {
    return Entry.of(name(id), record.getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(ByteReader record) {
    StringBuilder text = new StringBuilder();
    while (record.remaining() > 0) {
      text.append((char) record.readByte());
    }
    return text.toString();
  }
}
