package tercet.kernel.transaction;

import java.time.Instant;
import java.util.List;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;

/**
 * Ends an aborted transaction of a protocol whose coordinator tells the participants to give back.
 * It tells every participant that may hold something until all have confirmed. Then it tells the
 * clients; from the deadline on it tells them at once.
 *
 * @param <A> the record of one protocol
 */
public final class Rollback<A extends StoredRecord & RollingBack<A>> {
  /** Makes the message that tells a participant to give back. */
  @FunctionalInterface
  public interface Order {
    /**
     * The message.
     *
     * @param self the shard of the order
     * @param branch of the participant
     * @param noneValidAfter no request to take anything is valid after then
     */
    Message of(Transaction transaction, ShardId self, Branch branch, Instant noneValidAfter);
  }

  private final TransactionSettings settings;
  private final Order order;

  public Rollback(TransactionSettings settings, Order order) {
    this.settings = settings;
    this.order = order;
  }

  /**
   * Commits the abort, notes it in the order, and tells every participant that may hold something.
   *
   * @param aborted as it is after these messages
   */
  public void begin(
      Decision.Builder decision, RecordView records, Key key, A aborted, Instant now) {
    decision.put(aborted.transaction().refused(records, key.shard(), aborted.refusal(), now));
    settle(decision, key, aborted, now);
    send(decision, key.shard(), aborted);
  }

  /** A participant holds nothing. */
  public void confirmed(
      Decision.Builder decision, Key key, A aborted, ShardId participant, Instant now) {
    if (aborted.awaiting().contains(participant)) {
      List<ShardId> left =
          aborted.awaiting().stream().filter(shard -> !shard.equals(participant)).toList();
      settle(decision, key, aborted.withAwaiting(left), now);
    }
  }

  /** Its time has come: each participant that has not confirmed is told again. */
  public void again(Decision.Builder decision, Key key, A aborted, Instant now) {
    send(decision, key.shard(), aborted);
    int sends = aborted.sends() + 1;
    Instant wakeAt = settings.resendAt(now, aborted.transaction(), sends);
    stayOpen(decision, key, aborted.withSends(sends, wakeAt), now);
  }

  /**
   * Keeps the record while a participant holds something. The clients are told when none does, and
   * from the deadline on in any case.
   */
  private void settle(Decision.Builder decision, Key key, A aborted, Instant now) {
    if (aborted.awaiting().isEmpty()) {
      tellClients(decision, aborted);
      decision.delete(key);
    } else {
      stayOpen(decision, key, aborted, now);
    }
  }

  private void stayOpen(Decision.Builder decision, Key key, A aborted, Instant now) {
    if (now.isBefore(aborted.transaction().deadline())) {
      decision.put(key, aborted);
    } else {
      tellClients(decision, aborted);
      decision.put(key, aborted.withWaiters(List.of()));
    }
  }

  private void tellClients(Decision.Builder decision, A aborted) {
    PendingClient.answer(aborted.waiters(), new Answer.Refused(aborted.refusal()), decision);
  }

  private void send(Decision.Builder decision, ShardId self, A aborted) {
    Transaction transaction = aborted.transaction();
    for (ShardId shard : aborted.awaiting()) {
      decision.send(
          order.of(transaction, self, transaction.branch(shard), aborted.noneValidAfter()));
    }
  }
}
