package tercet.kernel.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ShardsTest {

  /** Where data is kept: if one of these changes, data that was stored before is lost. */
  @ParameterizedTest
  @CsvSource({
    "a, 3, 435",
    "0, 1, 865",
    "99999, 15, 767",
    "apple, 8, 760",
    "ä€, 8, 728",
    "key-1, 7, 151"
  })
  void hashOfAnIdNeverChanges(String id, int of16, int of1024) {
    assertEquals(of16, new Shards(16).of(new ItemId(id)).index());
    assertEquals(of1024, new Shards(1024).of(new ItemId(id)).index());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16})
  void decimalIdsAreSpreadEvenly(int count) {
    int ids = 100_000;
    int[] perShard = new int[count];
    Shards shards = new Shards(count);
    for (int id = 0; id < ids; id++) {
      perShard[shards.of(new ItemId(Integer.toString(id))).index()]++;
    }
    double even = (double) ids / count;
    for (int owned : perShard) {
      assertTrue(Math.abs(owned - even) <= 0.03 * even, () -> owned + " instead of " + even);
    }
  }

  @Test
  void sameIdOfDifferentServicesIsInShardsOfTheSameNumber() {
    Shards shards = new Shards(16);
    assertEquals(new ShardId(Service.STOCK, 8), shards.of(new ItemId("apple")));
    assertEquals(new ShardId(Service.PAYMENT, 8), shards.of(new UserId("apple")));
    assertEquals(new ShardId(Service.ORDER, 8), shards.of(new OrderId("apple")));
    assertEquals(new ShardId(Service.ORDER, 8), shards.ofIdempotencyKey("apple"));
  }

  @Test
  void everyServiceHasTheSameNumberOfShards() {
    Shards shards = new Shards(3);
    assertEquals(3, shards.count());
    for (Service service : Service.values()) {
      assertEquals(
          List.of(new ShardId(service, 0), new ShardId(service, 1), new ShardId(service, 2)),
          shards.of(service));
    }
    assertEquals(9, new HashSet<>(shards.all()).size());
  }

  @Test
  void singleShardOwnsEverything() {
    Shards shards = new Shards(1);
    assertEquals(new ShardId(Service.ORDER, 0), shards.of(new OrderId("anything")));
  }

  @Test
  void thereIsAtLeastOneShard() {
    assertThrows(IllegalArgumentException.class, () -> new Shards(0));
    assertThrows(IllegalArgumentException.class, () -> new ShardId(Service.ORDER, -1));
  }

  @Test
  void hashesOfKeysAreTheSameInEveryRun() {
    ShardId shard = new ShardId(Service.PAYMENT, 5);
    assertEquals(2 * 31 + 5, shard.hashCode());
    assertEquals(
        ("x".hashCode() * 31 + shard.hashCode()) * 31 + 4,
        new Key(RecordKind.PARTICIPATION, shard, "x").hashCode());
  }
}
