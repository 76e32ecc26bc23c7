package tercet.kernel.trace;

import static tercet.kernel.trace.TracedShop.START;
import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tercet.kernel.Protocol;
import tercet.kernel.balance.Item;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.command.Command;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Amount;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.twophase.TwoPhase;

/** A checkout of two apples by ann, and each message in every state of either side. */
final class OneCheckout {
  static final TransactionId T1 = new TransactionId("t1");
  static final TransactionId T2 = new TransactionId("t2");
  static final OrderId O1 = new OrderId("o1");
  static final ShardId COORDINATOR = new ShardId(Service.ORDER, 1);
  static final Branch STOCK_PART =
      new Branch(stock(0), List.of(new Debit(new ItemId("apple"), new Amount(2))));
  static final Branch PAYMENT_PART =
      new Branch(payment(1), List.of(new Debit(new UserId("ann"), new Amount(6))));
  static final List<Reservation> TAKEN =
      List.of(new Reservation(new ItemId("apple"), new Amount(2), 1));
  static final Transaction TRANSACTION = transaction(T1, 5_000);
  static final Transaction LATER = transaction(T2, 9_000);
  static final Origin ORIGIN = TRANSACTION.origin(COORDINATOR);
  static final Key APPLES = Key.balance(new ItemId("apple"), stock(0));

  private OneCheckout() {}

  private static Transaction transaction(TransactionId id, long deadline) {
    return new Transaction(id, O1, 1, 0, at(deadline), List.of(PAYMENT_PART, STOCK_PART));
  }

  static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  /** Where the stock's shard keeps what it knows. */
  static Key branch(TransactionId transaction) {
    return Key.participation(transaction, stock(0));
  }

  /** Three apples that can be sold, beside those that are held. */
  static Item apples(long held, TransactionId... line) {
    return new Item(new Amount(3), new Amount(held), List.of(line), new Amount(3), 1);
  }

  static List<PendingClient> waiters() {
    return List.of(
        PendingClient.of(
            new Request(
                COORDINATOR,
                new CommandId("t1", false),
                new Command.Checkout(O1, at(5_000)),
                new ReplyAddress("node", 0),
                at(2_000),
                at(60_000))));
  }

  /** It, at a coordinator that awaits the vote of the stock alone. */
  static OpenTransaction awaiting(Protocol protocol, Transaction transaction) {
    List<ShardId> stock = List.of(stock(0));
    return switch (protocol) {
      case TCC ->
          new Tcc.Trying(
              transaction, waiters(), Tcc.Trying.AT_ONCE, 0, stock, at(2_000), 1, at(200));
      case SAGA ->
          new Saga.Debiting(
              transaction, waiters(), StepOrder.PARALLEL, 0, stock, at(2_000), 1, at(200));
      case CHOREOGRAPHY -> new Choreography(transaction, waiters(), stock, 1, at(200));
      case TWO_PHASE_COMMIT ->
          new TwoPhase.Preparing(transaction, waiters(), 1, at(2_000), 1, at(200));
    };
  }

  /** The traces of the order's shard, when nothing is open and in every state. */
  static String ofOrder(
      Protocol protocol, List<? extends Message> messages, Map<String, OpenTransaction> states) {
    StringBuilder traces = new StringBuilder();
    for (Message message : messages) {
      traces.append(order(protocol, "nothing open").decide(message).trace());
      states.forEach((name, open) ->
          traces.append(
              order(protocol, name)
                  .given(Key.transaction(O1, COORDINATOR), open)
                  .decide(message)
                  .trace()));
    }
    return traces.toString();
  }

  private static TracedShop order(Protocol protocol, String state) {
    return new TracedShop(protocol).note(state).order("o1", "ann", line(2, "apple", 6));
  }

  /** The traces of the stock's shard, in every state. */
  static String ofStock(
      Protocol protocol,
      List<? extends Message> messages,
      Map<String, UnaryOperator<TracedShop>> states) {
    StringBuilder traces = new StringBuilder();
    for (Message message : messages) {
      states.forEach((name, state) -> {
        TracedShop shop = state.apply(new TracedShop(protocol).note(name));
        traces.append(shop.decide(message).trace());
      });
    }
    return traces.toString();
  }
}
