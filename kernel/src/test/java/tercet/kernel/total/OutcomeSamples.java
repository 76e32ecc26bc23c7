package tercet.kernel.total;

import static tercet.kernel.total.States.DEADLINE;
import static tercet.kernel.total.States.ORDER;
import static tercet.kernel.total.States.ORIGIN;
import static tercet.kernel.total.States.PAYMENT;
import static tercet.kernel.total.States.PAYMENT_PART;
import static tercet.kernel.total.States.START;
import static tercet.kernel.total.States.STOCK;
import static tercet.kernel.total.States.STOCK_PART;
import static tercet.kernel.total.States.T1;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tercet.kernel.command.Reason;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.outcome.Applied;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.outcome.Reconciliation;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Released;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Transaction;

/** Records and messages when a store may lose its last commits, beside those of tcc. */
final class OutcomeSamples implements Samples {
  private static final Instant KEPT_UNTIL = START.plusSeconds(60);

  @Override
  public List<Map<Key, StoredRecord>> orders() {
    Transaction full = States.transaction(T1, PAYMENT_PART, STOCK_PART);
    Tcc.Trying trying =
        new Tcc.Trying(full, States.waiters(), 0, 0, List.of(STOCK), QUIET_AFTER, 1, START);
    return States.combined(
        States.orders(List.of(trying)),
        States.choice(
            Key.participation(T1, ORDER),
            List.of(
                reconciliation(full, true, PAYMENT, STOCK),
                reconciliation(full, true, STOCK),
                reconciliation(full, false, PAYMENT))));
  }

  private static Reconciliation reconciliation(
      Transaction transaction, boolean paid, ShardId... awaiting) {
    return new Reconciliation(transaction, paid, List.of(awaiting), KEPT_UNTIL, 1, START);
  }

  @Override
  public List<Map<Key, StoredRecord>> branches(Branch branch) {
    List<StoredRecord> known = new ArrayList<>();
    for (List<Reservation> taken :
        List.of(
            taken(branch, branch.debits().getFirst().amount(), 1),
            taken(branch, branch.debits().getFirst().amount(), 2),
            taken(branch, new Amount(1), 1),
            List.<Reservation>of())) {
      known.add(new Applied(ORIGIN, taken, START, 0, DEADLINE));
      known.add(new Tombstone.Kept(taken, DEADLINE));
    }
    known.add(new Tombstone.Settled(DEADLINE));
    known.add(new Tombstone.Declined(Reason.OUT_OF_STOCK, DEADLINE));
    known.add(new Released(0, DEADLINE));
    List<Map<Key, StoredRecord>> states =
        new ArrayList<>(
            States.combined(
                States.balances(branch), States.choice(States.participation(T1, branch), known)));
    states.addAll(
        States.holding(
            branch,
            new Held(
                ORIGIN,
                taken(branch, branch.debits().getFirst().amount(), 1),
                0,
                DEADLINE,
                1,
                START)));
    return states;
  }

  private static List<Reservation> taken(Branch branch, Amount amount, long generation) {
    Debit debit = branch.debits().getFirst();
    return List.of(new Reservation(debit.balance(), amount, generation));
  }

  @Override
  public List<Message> toOrder(TransactionId transaction, ShardId from) {
    return List.of(
        new OutcomeMessage.Report(transaction, ORIGIN, from, true, true),
        new OutcomeMessage.Report(transaction, ORIGIN, from, true, false),
        new OutcomeMessage.Report(transaction, ORIGIN, from, false, true),
        new OutcomeMessage.Unable(transaction, ORIGIN, from, Reason.OUT_OF_STOCK));
  }

  @Override
  public List<Message> toParticipant(TransactionId transaction, Branch branch) {
    return List.of(
        new OutcomeMessage.Apply(transaction, ORIGIN, branch, QUIET_AFTER, KEPT_UNTIL),
        new OutcomeMessage.Apply(transaction, ORIGIN, branch, QUIET_AFTER, START),
        new OutcomeMessage.Revoke(transaction, ORIGIN, branch, QUIET_AFTER, KEPT_UNTIL),
        new OutcomeMessage.Revoke(transaction, ORIGIN, branch, QUIET_AFTER, START),
        new OutcomeMessage.Agreed(transaction, ORIGIN, branch.shard(), true),
        new OutcomeMessage.Agreed(transaction, ORIGIN, branch.shard(), false));
  }
}
