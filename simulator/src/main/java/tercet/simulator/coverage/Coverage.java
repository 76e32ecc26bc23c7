package tercet.simulator.coverage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Input;
import tercet.kernel.Key;
import tercet.kernel.Kind;
import tercet.kernel.OrderId;
import tercet.kernel.Records;
import tercet.kernel.TransactionId;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.command.Request;
import tercet.kernel.saga.Participation;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.SagaCoordinator;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.SagaParticipant;
import tercet.simulator.world.DecisionTape;

/** Counts which inputs met which states of the saga. It only watches; checkers do not use it. */
public final class Coverage implements DecisionTape.Observer {
  private final Table<CoordinatorState, CoordinatorInput> coordinator =
      new Table<>("coordinator", CoordinatorState.class, CoordinatorInput.class);
  private final Table<ParticipantState, ParticipantInput> participant =
      new Table<>("participant", ParticipantState.class, ParticipantInput.class);

  public Coverage() {
    String ownCommand = "the command of an open transaction waits until it is answered";
    coordinator.unreachable(CoordinatorState.ABSENT, CoordinatorInput.CHECKOUT_AGAIN, ownCommand);
    coordinator.unreachable(
        CoordinatorState.ANOTHER, CoordinatorInput.CHECKOUT, "a checkout joins any transaction");
    coordinator.unreachable(
        CoordinatorState.ANOTHER,
        CoordinatorInput.CHECKOUT_AGAIN,
        "a checkout joins any transaction");
    String anyTransaction = "it looks for any transaction";
    coordinator.unreachable(CoordinatorState.ANOTHER, CoordinatorInput.ADD_ITEM, anyTransaction);
    coordinator.unreachable(CoordinatorState.ANOTHER, CoordinatorInput.INIT, anyTransaction);
    coordinator.unreachable(
        CoordinatorState.ANOTHER, CoordinatorInput.WAKEUP, "a wakeup is for whatever is there");
    String undoneFirst = "nobody says so before it was told to undo, and then it is aborted";
    coordinator.unreachable(CoordinatorState.DEBITING, CoordinatorInput.UNDONE, undoneFirst);
    coordinator.unreachable(CoordinatorState.DEBITING_LATE, CoordinatorInput.UNDONE, undoneFirst);
    participant.unreachable(
        ParticipantState.DECLINED,
        ParticipantInput.KEEP,
        "a transaction that somebody declined is never kept");
    participant.unreachable(
        ParticipantState.DECLINED, ParticipantInput.WAKEUP, "it never waited for anything");
  }

  @Override
  public void decides(Records records, Input input, Instant now) {
    switch (input) {
      case Request request -> request(records, request, now);
      case SagaMessage.Debit debit -> {
        boolean isVoid = !now.isBefore(debit.validUntil());
        participant(records, debit, isVoid ? ParticipantInput.VOID_DEBIT : ParticipantInput.DEBIT);
      }
      case SagaMessage.Undo undo -> participant(records, undo, ParticipantInput.UNDO);
      case SagaMessage.Keep keep -> participant(records, keep, ParticipantInput.KEEP);
      case SagaMessage.Debited vote -> coordinator(records, vote, CoordinatorInput.DEBITED, now);
      case SagaMessage.Declined vote -> coordinator(records, vote, CoordinatorInput.DECLINED, now);
      case SagaMessage.Undone told -> coordinator(records, told, CoordinatorInput.UNDONE, now);
      case Input.Wakeup wakeup -> wakeup(records, wakeup.key(), now);
    }
  }

  private void participant(Records records, SagaMessage message, ParticipantInput input) {
    Key key = SagaParticipant.key(message.transaction(), message.to());
    participant.count(ParticipantState.of((Participation) records.get(key)), input);
  }

  private void coordinator(
      Records records, SagaMessage.ToCoordinator message, CoordinatorInput input, Instant now) {
    coordinator(
        records,
        SagaCoordinator.key(message.order(), message.to()),
        message.transaction(),
        input,
        now);
  }

  private void coordinator(
      Records records,
      Key key,
      @Nullable TransactionId about,
      CoordinatorInput input,
      Instant now) {
    Saga saga = records.get(key, Saga.class);
    coordinator.count(CoordinatorState.of(saga, about, now), input);
  }

  private void wakeup(Records records, Key key, Instant now) {
    if (key.kind() == Kind.TRANSACTION) {
      coordinator(records, key, null, CoordinatorInput.WAKEUP, now);
    } else {
      participant.count(
          ParticipantState.of((Participation) records.get(key)), ParticipantInput.WAKEUP);
    }
  }

  private void request(Records records, Request request, Instant now) {
    if (!now.isBefore(request.validUntil())
        || records.get(request.id().answerKey(request.to())) != null) {
      return;
    }
    switch (request.command()) {
      case Command.Checkout checkout -> {
        Key key = SagaCoordinator.key(checkout.order(), request.to());
        Saga saga = records.get(key, Saga.class);
        Key answer = request.id().answerKey(request.to());
        boolean waits =
            saga != null
                && saga.waiters().stream().anyMatch(waiter -> waiter.answerKey().equals(answer));
        coordinator.count(
            CoordinatorState.of(saga, null, now),
            waits ? CoordinatorInput.CHECKOUT_AGAIN : CoordinatorInput.CHECKOUT);
      }
      case Command.AddItem add ->
          coordinator(
              records,
              SagaCoordinator.key(add.order(), request.to()),
              null,
              CoordinatorInput.ADD_ITEM,
              now);
      case Command.InitOrders init -> {
        Range range = init.range();
        for (int number = range.from(); number < range.to(); number++) {
          OrderId order = new OrderId(Integer.toString(number));
          Key key = SagaCoordinator.key(order, request.to());
          coordinator(records, key, null, CoordinatorInput.INIT, now);
        }
      }
      default -> {}
    }
  }

  /** Pairs of state and input that can be met and were not. */
  public List<String> missing() {
    List<String> missing = new ArrayList<>(coordinator.missing());
    missing.addAll(participant.missing());
    return missing;
  }

  /** Pairs of state and input that were met although nothing should lead to them. */
  public List<String> surprising() {
    List<String> surprising = new ArrayList<>(coordinator.surprising());
    surprising.addAll(participant.surprising());
    return surprising;
  }

  @Override
  public String toString() {
    return coordinator + "\n\n" + participant;
  }
}
