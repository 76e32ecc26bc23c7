package tercet.testing.simulator.coverage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Protocol;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.TransactionId;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.refund.Refunded;
import tercet.kernel.refund.Refunding;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.twophase.TwoPhaseMessage;
import tercet.testing.simulator.world.DecisionTape;

/**
 * Counts which inputs met which states of a protocol, both by the names of their types. It only
 * watches; checkers do not use it.
 */
public final class Coverage implements DecisionTape.Observer {
  private final Protocol protocol;
  private final CoverageTable order;
  private final CoverageTable participant;

  public Coverage(Protocol protocol) {
    this.protocol = protocol;
    this.order = CoverageTables.ofOrder(protocol);
    this.participant = CoverageTables.ofParticipant(protocol);
  }

  @Override
  public void decides(RecordView records, Input input, Instant now) {
    switch (input) {
      case Request request -> request(records, request, now);
      case RefundMessage refund -> {} // the same for all protocols
      case Input.TimerFired wakeup
          when records.get(wakeup.key()) instanceof Refunding
              || records.get(wakeup.key()) instanceof Refunded -> {}
      case Message message when message.to().service() == Service.ORDER ->
          order(
              records,
              Key.transaction(message.order(), message.to()),
              message.transaction(),
              name(message, now),
              now);
      case Message message ->
          participant(
              records, Key.participation(message.transaction(), message.to()), name(message, now));
      case Input.TimerFired wakeup when wakeup.key().kind() == RecordKind.TRANSACTION ->
          order(records, wakeup.key(), null, CoverageTables.WAKEUP, now);
      case Input.TimerFired wakeup -> participant(records, wakeup.key(), CoverageTables.WAKEUP);
    }
  }

  private static String name(Message message, Instant now) {
    Instant validUntil =
        switch (message) {
          case SagaMessage.Debit debit -> debit.validUntil();
          case TccMessage.Try attempt -> attempt.validUntil();
          case TwoPhaseMessage.Prepare prepare -> prepare.validUntil();
          case ChoreographyMessage.Debit debit -> debit.validUntil();
          case SagaMessage.Compensate _,
              SagaMessage.Complete _,
              SagaMessage.Debited _,
              SagaMessage.Declined _,
              SagaMessage.Compensated _,
              TccMessage.Release _,
              TccMessage.Cancel _,
              TccMessage.Confirm _,
              TccMessage.Held _,
              TccMessage.Busy _,
              TccMessage.Declined _,
              TccMessage.Cancelled _,
              ChoreographyMessage.VoteYes _,
              ChoreographyMessage.Committed _,
              ChoreographyMessage.Declined _,
              ChoreographyMessage.VoteRequest _,
              ChoreographyMessage.VoteAck _,
              TwoPhaseMessage.Commit _,
              TwoPhaseMessage.Abort _,
              TwoPhaseMessage.Prepared _,
              TwoPhaseMessage.Declined _,
              TwoPhaseMessage.Committed _,
              OutcomeMessage _,
              RefundMessage _ ->
              Instant.MAX;
        };
    String name = message.getClass().getSimpleName();
    return now.isBefore(validUntil) ? name : CoverageTables.VOID + name;
  }

  private void participant(RecordView records, Key key, String input) {
    StoredRecord stored = records.get(key);
    participant.count(
        stored == null ? CoverageTables.ABSENT : stored.getClass().getSimpleName(), input);
  }

  /**
   * @param about the transaction that the input is about, null if it is about any
   */
  private void order(
      RecordView records, Key key, @Nullable TransactionId about, String input, Instant now) {
    order.count(state(records.get(key, OpenTransaction.class), about, now), input);
  }

  private static String state(
      @Nullable OpenTransaction open, @Nullable TransactionId about, Instant now) {
    if (open == null) {
      return CoverageTables.ABSENT;
    }
    if (about != null && !about.equals(open.transaction().id())) {
      return CoverageTables.ANOTHER;
    }
    String name = open.getClass().getSimpleName();
    return now.isBefore(open.transaction().deadline()) ? name : CoverageTables.late(name);
  }

  private void request(RecordView records, Request request, Instant now) {
    Key answer = Key.answer(request.id(), request.to());
    if (!now.isBefore(request.validUntil()) || records.get(answer) != null) {
      return;
    }
    switch (request.command()) {
      case Command.Checkout checkout -> {
        Key key = Key.transaction(checkout.order(), request.to());
        OpenTransaction open = records.get(key, OpenTransaction.class);
        boolean waits =
            open != null
                && open.waiters().stream().anyMatch(waiter -> waiter.answerKey().equals(answer));
        order(
            records,
            key,
            null,
            waits ? CoverageTables.CHECKOUT_AGAIN : CoverageTables.CHECKOUT,
            now);
      }
      case Command.Edit edit ->
          order(
              records,
              Key.transaction(edit.order(), request.to()),
              null,
              edit instanceof Command.AddItem ? CoverageTables.ADD_ITEM : CoverageTables.REMOVE,
              now);
      case Command.InitOrders init -> {
        Range range = init.range();
        for (int number = range.from(); number < range.to(); number++) {
          OrderId id = new OrderId(Integer.toString(number));
          order(records, Key.transaction(id, request.to()), null, CoverageTables.INIT, now);
        }
      }
      case Command.Query _,
          Command.Claim _,
          Command.Abort _,
          Command.Settle _,
          Command.Cancel _,
          Command.TakeSlot _,
          Command.KeepPieces _,
          Command.FreePieces _,
          Command.GiveSlot _,
          Command.RefuseReserve _,
          Command.BeginReserve _,
          Command.CreateItem _,
          Command.CreateAccount _,
          Command.CreateOrder _,
          Command.Credit _,
          Command.Debit _,
          Command.InitItems _,
          Command.InitAccounts _ -> {}
    }
  }

  /** Pairs of state and input that can be met and were not. */
  public List<String> missing() {
    List<String> missing = new ArrayList<>(order.missing());
    missing.addAll(participant.missing());
    return missing;
  }

  /** Pairs of state and input that were met although nothing should lead to them. */
  public List<String> surprising() {
    List<String> surprising = new ArrayList<>(order.surprising());
    surprising.addAll(participant.surprising());
    return surprising;
  }

  @Override
  public String toString() {
    return "protocol " + protocol + "\n" + order + "\n\n" + participant;
  }
}
