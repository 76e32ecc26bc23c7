package tercet.kernel.total;

import static tercet.kernel.total.States.DEADLINE;
import static tercet.kernel.total.States.FULL;
import static tercet.kernel.total.States.O1;
import static tercet.kernel.total.States.ORDER;
import static tercet.kernel.total.States.PAYMENT;
import static tercet.kernel.total.States.PAYMENT_PART;
import static tercet.kernel.total.States.START;
import static tercet.kernel.total.States.STOCK;
import static tercet.kernel.total.States.STOCK_PART;
import static tercet.kernel.total.States.T1;
import static tercet.kernel.total.States.T2;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.choreography.Voted;
import tercet.kernel.command.Reason;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Transaction;

final class ChoreographySamples implements Samples {
  private static final ShardId OTHER_STOCK = new ShardId(STOCK.service(), 7);

  /** While an order is voted on nothing can change it. */
  @Override
  public List<Map<Key, StoredRecord>> orders() {
    Transaction full = States.transaction(T1, PAYMENT_PART, STOCK_PART);
    List<Choreography> open =
        List.of(
            asking(full, PAYMENT, STOCK),
            asking(full, PAYMENT),
            asking(full, STOCK),
            asking(States.transaction(T1, PAYMENT_PART), PAYMENT),
            asking(States.transaction(T2, PAYMENT_PART, STOCK_PART), PAYMENT, STOCK),
            asking(States.transaction(T2, PAYMENT_PART, STOCK_PART), STOCK));
    List<Map<Key, StoredRecord>> states = new ArrayList<>(States.orders(List.of()));
    List<Map<Key, StoredRecord>> unpaid = List.of(Map.of(Key.order(O1, ORDER), FULL));
    states.addAll(States.combined(unpaid, States.open(open)));
    return states;
  }

  private static Choreography asking(Transaction transaction, ShardId... awaiting) {
    return new Choreography(transaction, States.waiters(), List.of(awaiting), 1, START);
  }

  @Override
  public List<Map<Key, StoredRecord>> branches(Branch branch) {
    ShardId peer = branch.shard().equals(STOCK) ? PAYMENT : STOCK;
    List<StoredRecord> known =
        List.of(
            voted(branch, 1, false, List.of(peer, OTHER_STOCK), List.of(peer, OTHER_STOCK, ORDER)),
            voted(branch, 1, false, List.of(peer), List.of(peer)),
            voted(branch, 1, false, List.of(peer), List.of()),
            voted(branch, 2, true, List.of(peer), List.of(ORDER)),
            voted(branch, 1, false, List.of(), List.of(peer)),
            voted(branch, 1, false, List.of(), List.of(ORDER)),
            new Tombstone.Declined(Reason.OUT_OF_STOCK, DEADLINE),
            new Tombstone.Settled(DEADLINE));
    List<Map<Key, StoredRecord>> states =
        new ArrayList<>(
            States.combined(
                States.balances(branch), States.choice(States.participation(T1, branch), known)));
    for (List<ShardId> awaiting : List.of(List.<ShardId>of(), List.of(peer))) {
      for (List<ShardId> unheard : List.of(List.of(ORDER), List.of(peer))) {
        states.addAll(States.holding(branch, voted(branch, 1, true, awaiting, unheard)));
      }
    }
    return states;
  }

  private static Voted voted(
      Branch branch, long generation, boolean held, List<ShardId> awaiting, List<ShardId> unheard) {
    Debit debit = branch.debits().getFirst();
    Reservation taken = new Reservation(debit.balance(), debit.amount(), generation);
    return new Voted(States.ORIGIN, List.of(taken), held, awaiting, unheard, DEADLINE, 1, START);
  }

  @Override
  public List<Message> toOrder(TransactionId transaction, ShardId from) {
    return List.of(
        new ChoreographyMessage.VoteYes(transaction, O1, ORDER, from, 0, false),
        new ChoreographyMessage.VoteYes(transaction, O1, ORDER, from, 0, true),
        new ChoreographyMessage.Committed(transaction, States.ORIGIN, from),
        new ChoreographyMessage.Committed(transaction, new Origin(O1, ORDER, 2, 0), from),
        declined(transaction, ORDER, from));
  }

  @Override
  public List<Message> toParticipant(TransactionId transaction, Branch branch) {
    ShardId self = branch.shard();
    List<ShardId> all = List.of(PAYMENT, STOCK);
    List<Message> messages = new ArrayList<>();
    for (List<ShardId> participants : List.of(all, List.of(self))) {
      messages.add(
          new ChoreographyMessage.Debit(
              transaction, States.ORIGIN, branch, participants, QUIET_AFTER, DEADLINE));
    }
    messages.add(new ChoreographyMessage.VoteRequest(transaction, O1, self, ORDER, 0, DEADLINE));
    messages.add(new ChoreographyMessage.VoteAck(transaction, O1, self, ORDER));
    for (ShardId peer : List.of(self.equals(STOCK) ? PAYMENT : STOCK, OTHER_STOCK)) {
      messages.add(new ChoreographyMessage.VoteYes(transaction, O1, self, peer, 0, false));
      messages.add(new ChoreographyMessage.VoteYes(transaction, O1, self, peer, 0, true));
      messages.add(declined(transaction, self, peer));
      messages.add(new ChoreographyMessage.VoteRequest(transaction, O1, self, peer, 0, DEADLINE));
      messages.add(new ChoreographyMessage.VoteAck(transaction, O1, self, peer));
    }
    return messages;
  }

  private static Message declined(TransactionId transaction, ShardId to, ShardId from) {
    return new ChoreographyMessage.Declined(
        transaction, O1, to, from, Reason.OUT_OF_STOCK, DEADLINE);
  }
}
