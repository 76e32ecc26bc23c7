package tercet.kernel.twophase;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Balances;
import tercet.kernel.balance.Leases;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.TransactionSettings;

/**
 * One decision about locks, which may lead to others: an unlock lets the next transaction in line
 * go on, which may refuse and unlock in turn. Balances of a part are locked one after the other in
 * the order of their ids.
 */
final class Locks {
  private final RecordView records;
  private final TransactionSettings settings;
  private final Instant now;
  private final Map<Key, StoredRecord> changes = new LinkedHashMap<>();
  private final List<Message> messages = new ArrayList<>();
  private final Queue<TransactionId> next = new ArrayDeque<>();

  Locks(RecordView records, TransactionSettings settings, Instant now) {
    this.records = records;
    this.settings = settings;
    this.now = now;
  }

  private @Nullable StoredRecord get(Key key) {
    StoredRecord changed = changes.get(key);
    return changed == null ? records.get(key) : changed;
  }

  void put(Key key, StoredRecord stored) {
    changes.put(key, stored);
  }

  Locks send(Message message) {
    messages.add(message);
    return this;
  }

  Decision decision() {
    Decision.Builder decision = Decision.builder();
    changes.forEach(decision::put);
    messages.forEach(decision::send);
    return decision.build();
  }

  /** Takes for good what a part says of one balance, which it has locked. */
  Reservation take(Debit debit, Origin origin, ShardId shard) {
    Key key = Key.balance(debit.balance(), shard);
    Balance balance = Leases.opened(locked(key), origin.order(), origin.generation());
    put(key, balance.withAmount(balance.amount().minus(debit.amount())));
    return new Reservation(debit.balance(), debit.amount(), balance.generation());
  }

  private Balance locked(Key key) {
    if (get(key) instanceof Balance balance) {
      return balance;
    }
    throw new IllegalStateException("a locked balance has vanished: " + key);
  }

  /** Leaves all lines that a part stands in; those behind it go on. */
  void unlock(TransactionId transaction, Branch branch) {
    leave(transaction, branch);
    for (TransactionId freed = next.poll(); freed != null; freed = next.poll()) {
      goOn(freed, branch.shard());
    }
  }

  /** Locks as much of a queued part as it can; those that it frees go on as well. */
  void advance(TransactionId transaction, ShardId shard) {
    next.add(transaction);
    for (TransactionId freed = next.poll(); freed != null; freed = next.poll()) {
      goOn(freed, shard);
    }
  }

  private void leave(TransactionId transaction, Branch branch) {
    for (Debit debit : branch.debits()) {
      Key key = Key.balance(debit.balance(), branch.shard());
      if (get(key) instanceof Balance balance && balance.lockQueue().contains(transaction)) {
        boolean hadLock = balance.lockQueue().getFirst().equals(transaction);
        Balance left = balance.leave(transaction);
        put(key, left);
        if (hadLock && left.isLocked()) {
          next.add(left.lockQueue().getFirst());
        }
      }
    }
  }

  private void goOn(TransactionId transaction, ShardId shard) {
    Key key = Key.participation(transaction, shard);
    if (!(get(key) instanceof Queued queued)) {
      throw new IllegalStateException(transaction + " stands in line, but is " + get(key));
    }
    List<Debit> debits = queued.branch().debits();
    for (int locked = queued.locked(); locked < debits.size(); locked++) {
      Debit debit = debits.get(locked);
      Key balanceKey = Key.balance(debit.balance(), shard);
      if (!(get(balanceKey) instanceof Balance balance)) {
        decline(key, transaction, queued, Balances.unknown(debit.balance()));
        return;
      }
      Balance entered =
          balance.lockQueue().contains(transaction) ? balance : balance.enter(transaction);
      put(balanceKey, entered);
      if (!entered.lockQueue().getFirst().equals(transaction)) {
        put(key, waiting(queued, locked));
        return;
      }
    }
    promise(key, transaction, queued);
  }

  private static Queued waiting(Queued queued, int locked) {
    return new Queued(queued.origin(), queued.branch(), locked, queued.deadline(), queued.wakeAt());
  }

  /** All is locked: it promises if there is enough. */
  private void promise(Key key, TransactionId transaction, Queued queued) {
    for (Debit debit : queued.branch().debits()) {
      Key balanceKey = Key.balance(debit.balance(), key.shard());
      Origin origin = queued.origin();
      Balance locked = locked(balanceKey);
      put(balanceKey, locked); // without the leases that are over now: a slower clock may commit
      Balance balance = Leases.opened(locked, origin.order(), origin.generation());
      if (!balance.covers(debit.amount())) {
        Amount wanted = debit.amount();
        decline(key, transaction, queued, Balances.insufficient(debit.balance(), balance, wanted));
        return;
      }
    }
    Prepared prepared =
        new Prepared(
            queued.origin(),
            queued.branch(),
            queued.deadline(),
            1,
            settings.resendAt(now, transaction, 1));
    put(key, prepared);
    send(prepared(key, prepared));
  }

  private void decline(Key key, TransactionId transaction, Queued queued, Refusal refusal) {
    put(key, new Tombstone.Declined(refusal, settings.remembered(queued.deadline())));
    send(
        new TwoPhaseMessage.Declined(
            transaction, queued.origin().order(), queued.origin().shard(), key.shard(), refusal));
    leave(transaction, queued.branch());
  }

  static TwoPhaseMessage.Prepared prepared(Key key, Prepared prepared) {
    return new TwoPhaseMessage.Prepared(
        new TransactionId(key.id()), prepared.origin(), key.shard(), prepared.deadline());
  }
}
