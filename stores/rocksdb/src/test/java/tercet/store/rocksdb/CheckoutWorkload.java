package tercet.store.rocksdb;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Item;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Line;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.transaction.Tombstone;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;

/**
 * Commits what checkouts change: an order, an account, two items, and for each of these what is
 * remembered of the transaction for some seconds. It reads what a kernel would read.
 */
final class CheckoutWorkload {
  static final Shards SHARDS = new Shards(16);

  private static final Duration REMEMBERED = Duration.ofSeconds(3);
  private static final Amount ONE = new Amount(1);
  private static final Amount PRICE = new Amount(5);
  private static final Amount PLENTY = new Amount(1_000_000);
  private static final int FILLED_AT_ONCE = 10_000;

  private final Store store;
  private final int records;
  private final int lane;
  private final int lanes;
  private final SplittableRandom random;

  /**
   * @param records of each kind
   * @param lane whose shards are changed; from 0, below {@code lanes}
   */
  CheckoutWorkload(Store store, int records, int lane, int lanes, long seed) {
    this.store = store;
    this.records = records;
    this.lane = lane;
    this.lanes = lanes;
    this.random = new SplittableRandom(seed);
  }

  /** Makes all records. */
  static void fill(Store store, int records) {
    for (int from = 0; from < records; from += FILLED_AT_ONCE) {
      Map<Key, @Nullable StoredRecord> changes = new LinkedHashMap<>();
      for (int i = from; i < Math.min(records, from + FILLED_AT_ONCE); i++) {
        ItemId item = new ItemId(Integer.toString(i));
        UserId user = new UserId(item.value());
        changes.put(key(item), new Item(PLENTY, PRICE, 1));
        changes.put(key(user), new Account(PLENTY, 1));
        changes.put(key(new OrderId(item.value())), new Order.Unpaid(user, lines(item, item), 1));
      }
      boolean done = store.commit(changes.keySet(), view -> new Commit<>(changes, true));
      if (!done) {
        throw new IllegalStateException("nothing was committed");
      }
    }
  }

  private static Key key(ItemId item) {
    return Key.balance(item, SHARDS.of(item));
  }

  private static Key key(UserId user) {
    return Key.balance(user, SHARDS.of(user));
  }

  private static Key key(OrderId order) {
    return Key.order(order, SHARDS.of(order));
  }

  private static List<Line> lines(ItemId one, ItemId other) {
    return List.of(new Line(one, ONE, PRICE), new Line(other, ONE, PRICE));
  }

  /** One commit. */
  void commit(int checkouts) {
    Instant expiresAt = Instant.ofEpochMilli(System.currentTimeMillis()).plus(REMEMBERED);
    int done =
        store.commit(
            List.of(),
            view -> {
              Map<Key, @Nullable StoredRecord> changes = new LinkedHashMap<>();
              for (int i = 0; i < checkouts; i++) {
                checkout(view, changes, expiresAt);
              }
              return new Commit<>(changes, checkouts);
            });
    if (done != checkouts) {
      throw new IllegalStateException("not all was committed: " + done);
    }
  }

  private void checkout(
      Store.View view, Map<Key, @Nullable StoredRecord> changes, Instant expiresAt) {
    String command = new UUID(random.nextLong(), random.nextLong()).toString();
    TransactionId transaction = new TransactionId(command);
    Key user = draw(RecordKind.ACCOUNT);
    Key one = draw(RecordKind.ITEM);
    Key other = draw(RecordKind.ITEM);
    Key order = draw(RecordKind.ORDER);
    Key answer = new Key(RecordKind.RECENT_ANSWER, order.shard(), command);
    Key open = new Key(RecordKind.TRANSACTION, order.shard(), order.id());
    if (view.get(answer) == null && view.get(open) == null && view.get(order) != null) {
      debit(view, changes, user, command, expiresAt);
      debit(view, changes, one, command, expiresAt);
      debit(view, changes, other, command, expiresAt);
      List<Line> lines = lines(new ItemId(one.id()), new ItemId(other.id()));
      changes.put(
          order,
          new Order.Unpaid(new UserId(user.id()), lines, 1)
              .paidBy(transaction, Order.TIME_UNKNOWN));
      changes.put(answer, new DedupeRecord(new Answer.Paid(transaction), expiresAt));
    }
  }

  private void debit(
      Store.View view,
      Map<Key, @Nullable StoredRecord> changes,
      Key key,
      String transaction,
      Instant expiresAt) {
    Key participation = new Key(RecordKind.PARTICIPATION, key.shard(), transaction);
    StoredRecord before = changes.get(key);
    before = before == null ? view.get(key) : before;
    if (view.get(participation) == null && before instanceof Balance balance) {
      changes.put(key, balance.withAmount(new Amount(random.nextInt(1_000_000))));
      // A record of its own, as a kernel makes one for each.
      Instant its = Instant.ofEpochMilli(expiresAt.toEpochMilli());
      changes.put(participation, new Tombstone.Settled(its));
    }
  }

  /** A key of one of the lane's shards. */
  private Key draw(RecordKind kind) {
    while (true) {
      String id = Integer.toString(random.nextInt(records));
      ShardId shard =
          switch (kind) {
            case ITEM -> SHARDS.of(new ItemId(id));
            case ACCOUNT -> SHARDS.of(new UserId(id));
            case ORDER -> SHARDS.of(new OrderId(id));
            case TRANSACTION, PARTICIPATION, ANSWER, RECENT_ANSWER, CLAIM, RULING ->
                throw new IllegalArgumentException("not drawn: " + kind);
          };
      if (shard.index() % lanes == lane) {
        return new Key(kind, shard, id);
      }
    }
  }
}
