package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.saga.Debited;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Tombstone;
import tercet.runtime.store.Overdue;
import tercet.runtime.store.Store;

/** Overdue records are found page by page, and no others are. */
public interface StoreOverdue extends StoreUnderTest {
  /** From here on the records of these tests are to be woken. */
  Instant WAKES = Instant.ofEpochMilli(1_000_000);

  /** An open record that is to be woken some milliseconds after {@link #WAKES}. */
  default Debited waking(int millis) {
    ShardId orders = SHARDS.of(Service.ORDER).getFirst();
    Origin origin = new Origin(new OrderId("o"), orders, 1, 1);
    return new Debited(origin, List.of(), true, WAKES, 1, WAKES.plusMillis(millis));
  }

  /** A key of an open record. */
  default Key partKey(ShardId shard, String id) {
    return new Key(RecordKind.PARTICIPATION, shard, id);
  }

  /** The ids of all pages, in the order in which they were visited within the pages. */
  default List<List<String>> pages(Store store, int beforeMillis, int max, ShardId... shards) {
    List<List<String>> pages = new ArrayList<>();
    Overdue.@Nullable Place after = null;
    do {
      List<String> page = new ArrayList<>();
      Overdue asked = new Overdue(after, WAKES.plusMillis(beforeMillis), max);
      after = store.scanOverdue(List.of(shards), asked, (key, open) -> page.add(key.id()));
      pages.add(page);
    } while (after != null);
    return pages;
  }

  @Test
  default void onlyWhatIsToBeWokenBeforeATimeIsOverdue() {
    ShardId other = SHARDS.of(SHARD.service()).get(1);
    try (Store store = open()) {
      put(store, partKey(SHARD, "late"), waking(3));
      put(store, partKey(SHARD, "early"), waking(1));
      put(store, partKey(SHARD, "future"), waking(1_000));
      put(store, partKey(SHARD, "closed"), waking(1));
      put(store, partKey(SHARD, "closed"), new Tombstone.Settled(later()));
      put(store, partKey(SHARD, "deleted"), waking(1));
      put(store, partKey(SHARD, "deleted"), null);
      put(store, partKey(other, "foreign"), waking(2));
      put(store, accountKey(SHARD, "a"), account(1));
      assertEquals(List.of(List.of()), pages(store, 1, 10, SHARD));
      assertEquals(List.of(List.of("early")), pages(store, 3, 10, SHARD));
      assertEquals(List.of(List.of("early", "late")), pages(store, 4, 10, SHARD));
      assertEquals(List.of(List.of("early", "foreign", "late")), pages(store, 4, 10, SHARD, other));
      assertEquals(List.of(List.of()), pages(store, 4, 10));
    }
    try (Store store = open()) {
      assertEquals(List.of(List.of("early", "late")), pages(store, 4, 10, SHARD));
    }
  }

  @Test
  default void overdueRecordThatIsPutOffIsOverdueAtItsNewTimeOnly() {
    Key key = partKey(SHARD, "a");
    try (Store store = open()) {
      put(store, key, waking(1));
      put(store, key, waking(500));
      assertEquals(List.of(List.of()), pages(store, 500, 10, SHARD));
      assertEquals(List.of(List.of("a")), pages(store, 501, 10, SHARD));
      put(store, key, waking(2));
      assertEquals(List.of(List.of("a")), pages(store, 3, 10, SHARD));
    }
  }

  @Test
  default void pagesHoldSoManyAtMostAndTogetherEveryRecordOnce() {
    int count = 25;
    try (Store store = open()) {
      for (int number = 0; number < count; number++) {
        // Five of each time: a page ends among them.
        put(store, partKey(SHARD, "r" + number), waking(number / 5));
      }
      List<List<String>> pages = pages(store, 100, 7, SHARD);
      assertEquals(List.of(7, 7, 7, 4), pages.stream().map(List::size).toList());
      assertEquals(count, pages.stream().flatMap(List::stream).distinct().count());
      List<String> firsts = List.of("r0", "r1", "r2", "r3", "r4");
      assertEquals(firsts, pages.getFirst().subList(0, 5).stream().sorted().toList());
    }
  }

  @Test
  default void placeIsOfUseThoughItsRecordIsGone() {
    try (Store store = open()) {
      put(store, partKey(SHARD, "a"), waking(1));
      put(store, partKey(SHARD, "b"), waking(2));
      List<StoredRecord.Open> found = new ArrayList<>();
      Overdue asked = new Overdue(null, WAKES.plusMillis(10), 1);
      Overdue.@Nullable Place reached =
          store.scanOverdue(List.of(SHARD), asked, (key, open) -> found.add(open));
      put(store, partKey(SHARD, "a"), null);
      asked = new Overdue(reached, WAKES.plusMillis(10), 2);
      assertNull(store.scanOverdue(List.of(SHARD), asked, (key, open) -> found.add(open)));
      assertEquals(List.of(waking(1), waking(2)), found);
    }
  }
}
