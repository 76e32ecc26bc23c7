package tercet.kernel.trace;

import static tercet.kernel.trace.OneCheckout.APPLES;
import static tercet.kernel.trace.OneCheckout.COORDINATOR;
import static tercet.kernel.trace.OneCheckout.LATER;
import static tercet.kernel.trace.OneCheckout.O1;
import static tercet.kernel.trace.OneCheckout.ORIGIN;
import static tercet.kernel.trace.OneCheckout.STOCK_PART;
import static tercet.kernel.trace.OneCheckout.T1;
import static tercet.kernel.trace.OneCheckout.TAKEN;
import static tercet.kernel.trace.OneCheckout.TRANSACTION;
import static tercet.kernel.trace.OneCheckout.apples;
import static tercet.kernel.trace.OneCheckout.at;
import static tercet.kernel.trace.OneCheckout.waiters;
import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tercet.kernel.command.Reason;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Transaction;

/** Either side of a saga decides every message in every state. */
final class EveryStateTest {
  @Test
  void participantInEveryState(TestInfo test) throws IOException {
    Map<String, StoredRecord> states = new TreeMap<>();
    states.put("debited", new Debited(ORIGIN, TAKEN, true, at(5_000), 1, at(5_200)));
    states.put("declined", new Tombstone.Declined(Reason.OUT_OF_STOCK, at(5_500)));
    states.put("settled", new Tombstone.Settled(at(5_500)));
    List<SagaMessage> messages =
        List.of(
            new SagaMessage.Debit(T1, ORIGIN, STOCK_PART, at(2_000), at(5_000)),
            new SagaMessage.Compensate(T1, O1, COORDINATOR, STOCK_PART, at(2_000)),
            new SagaMessage.Complete(T1, O1, stock(0), at(2_000)));

    StringBuilder traces = new StringBuilder();
    for (SagaMessage message : messages) {
      traces.append(participant("nothing known").decide(message).trace());
      states.forEach((name, state) ->
          traces.append(
              new TracedShop(StepOrder.PARALLEL)
                  .note(name)
                  .given(APPLES, apples(state instanceof Debited ? 2 : 0))
                  .given(Key.participation(T1, stock(0)), state)
                  .decide(message)
                  .trace()));
    }
    Golden.matches(traces.toString(), test);
  }

  private static TracedShop participant(String state) {
    return new TracedShop(StepOrder.PARALLEL).note(state).item("apple", 3, 3);
  }

  @Test
  void coordinatorInEveryState(TestInfo test) throws IOException {
    Map<String, StoredRecord> states = new TreeMap<>();
    states.put("debiting, awaits it", debiting(TRANSACTION, stock(0)));
    states.put("debiting, awaits it and another", debiting(TRANSACTION, stock(0), payment(1)));
    states.put("debiting, has its vote", debiting(TRANSACTION, payment(1)));
    states.put("undoing, awaits it", compensating(TRANSACTION, stock(0)));
    states.put("undoing, awaits it and another", compensating(TRANSACTION, stock(0), payment(1)));
    states.put("undoing, it is done", compensating(TRANSACTION, payment(1)));
    states.put("a later transaction of the order", debiting(LATER, stock(0)));
    List<SagaMessage> messages =
        List.of(
            new SagaMessage.Debited(T1, ORIGIN, stock(0), at(5_000)),
            new SagaMessage.Declined(T1, O1, COORDINATOR, stock(0), Reason.OUT_OF_STOCK),
            new SagaMessage.Compensated(T1, O1, COORDINATOR, stock(0)));

    StringBuilder traces = new StringBuilder();
    for (SagaMessage message : messages) {
      traces.append(coordinator("nothing open").decide(message).trace());
      states.forEach((name, state) ->
          traces.append(
              coordinator(name)
                  .given(Key.transaction(O1, COORDINATOR), state)
                  .decide(message)
                  .trace()));
    }
    Golden.matches(traces.toString(), test);
  }

  private static TracedShop coordinator(String state) {
    return new TracedShop(StepOrder.PARALLEL).note(state).order("o1", "ann", line(2, "apple", 6));
  }

  private static Saga debiting(Transaction transaction, ShardId... awaiting) {
    return new Saga.Debiting(
        transaction, waiters(), StepOrder.PARALLEL, 0, List.of(awaiting), at(2_000), 1, at(200));
  }

  private static Saga compensating(Transaction transaction, ShardId... awaiting) {
    return new Saga.Compensating(
        transaction, waiters(), Reason.OUT_OF_CREDIT, List.of(awaiting), at(2_000), 1, at(200));
  }
}
