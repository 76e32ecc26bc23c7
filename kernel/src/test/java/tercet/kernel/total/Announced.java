package tercet.kernel.total;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Balance;
import tercet.kernel.choreography.Voted;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.Key;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.order.Order;
import tercet.kernel.outcome.Applied;
import tercet.kernel.refund.Refunded;
import tercet.kernel.saga.Debited;
import tercet.kernel.tcc.Held;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;

/**
 * The records that a decision may read: those that its input names, and those that the records read
 * so far name. A decision never searches. A question about a transaction also names what an
 * operator has ruled on it.
 */
final class Announced {
  private Announced() {}

  static Set<Key> by(Collection<Key> announced, Map<Key, StoredRecord> state, Input input) {
    Set<Key> known = new HashSet<>(announced);
    if (input instanceof Message message && message.to().service() == Service.ORDER) {
      known.add(Key.ruling(message.transaction(), States.ORIGIN.incarnation(), message.to()));
      known.add(Key.ruling(message.transaction(), 0, message.to())); // of an older version
    }
    Queue<Key> next = new ArrayDeque<>(announced);
    for (Key key = next.poll(); key != null; key = next.poll()) {
      for (Key named : namedBy(state.get(key), key.shard()).toList()) {
        if (known.add(named)) {
          next.add(named);
        }
      }
    }
    return known;
  }

  private static Stream<Key> namedBy(@Nullable StoredRecord stored, ShardId shard) {
    return switch (stored) {
      case Balance balance -> balance.lockQueue().stream().map(id -> Key.participation(id, shard));
      case OpenBranch branch -> balances(branch).map(id -> Key.balance(id, shard));
      case OpenTransaction open -> Stream.of(Key.order(open.transaction().order(), shard));
      case Order.Paid paid -> Stream.of(Key.participation(paid.transaction(), shard));
      case Order.Cancelled cancelled -> Stream.of(Key.participation(cancelled.refund(), shard));
      case Tombstone.Kept kept -> taken(kept.taken()).map(id -> Key.balance(id, shard));
      case null -> Stream.of();
      case StoredRecord other -> Stream.of();
    };
  }

  private static Stream<BalanceId> balances(OpenBranch branch) {
    return switch (branch) {
      case Debited debited -> taken(debited.taken());
      case Held held -> taken(held.taken());
      case Voted voted -> taken(voted.taken());
      case Applied applied -> taken(applied.taken());
      case Refunded done -> Stream.of();
      case Prepared prepared -> prepared.branch().debits().stream().map(Debit::balance);
      case Queued queued -> queued.branch().debits().stream().map(Debit::balance);
    };
  }

  private static Stream<BalanceId> taken(List<Reservation> taken) {
    return taken.stream().map(Reservation::balance);
  }
}
