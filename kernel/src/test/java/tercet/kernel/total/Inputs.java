package tercet.kernel.total;

import static tercet.kernel.total.States.ANN;
import static tercet.kernel.total.States.APPLE;
import static tercet.kernel.total.States.C1;
import static tercet.kernel.total.States.DEADLINE;
import static tercet.kernel.total.States.KEYED;
import static tercet.kernel.total.States.O1;
import static tercet.kernel.total.States.PAYMENT;
import static tercet.kernel.total.States.PAYMENT_PART;
import static tercet.kernel.total.States.STOCK;
import static tercet.kernel.total.States.STOCK_PART;
import static tercet.kernel.total.States.T1;
import static tercet.kernel.total.States.T2;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tercet.kernel.command.Command;
import tercet.kernel.command.Pieces;
import tercet.kernel.command.Price;
import tercet.kernel.command.Range;
import tercet.kernel.command.Reason;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;

/** Everything that a shard may be asked. */
final class Inputs {
  private static final Range FIRST_3 = new Range(0, 3);
  private static final Amount MAX = new Amount(Amount.MAX);

  private Inputs() {}

  static List<Input> to(ShardId shard, Samples samples) {
    List<Input> inputs = new ArrayList<>();
    List<Command> commands = new ArrayList<>(commands(shard.service()));
    if (shard.service() == Service.ORDER) {
      commands.addAll(settlements());
    }
    for (Command command : commands) {
      for (CommandId id : List.of(C1, KEYED)) {
        inputs.add(
            new Request(
                shard,
                id,
                command,
                new ReplyAddress("node", 1),
                DEADLINE,
                DEADLINE.plusSeconds(9)));
      }
    }
    for (TransactionId transaction : List.of(T1, T2)) {
      inputs.addAll(messages(shard, samples, transaction));
    }
    for (RecordKind kind : RecordKind.values()) {
      for (String id : List.of("1", T1.value(), T2.value(), T1.value() + ".refund")) {
        inputs.add(new Input.TimerFired(new Key(kind, shard, id)));
      }
    }
    return inputs;
  }

  private static List<Command> commands(Service service) {
    return switch (service) {
      case ORDER -> orderCommands();
      case STOCK ->
          balanceCommands(
              List.of(APPLE, new ItemId("2")),
              new Command.CreateItem(APPLE, MAX),
              new Command.InitItems(FIRST_3, MAX, MAX),
              keep(O1, 7, 0, APPLE, new Amount(2)),
              keep(O1, 8, 7, APPLE, MAX),
              keep(new OrderId("2"), 9, 0, new ItemId("2"), MAX),
              new Command.KeepPieces(O1, 1, 7, 0, List.of(), DEADLINE),
              new Command.FreePieces(O1, List.of(APPLE, new ItemId("2")), 0, 9),
              new Command.FreePieces(O1, List.of(APPLE), 0, 7),
              new Command.FreePieces(O1, List.of(APPLE), 7, 8));
      case PAYMENT ->
          balanceCommands(
              List.of(ANN, new UserId("2")),
              new Command.CreateAccount(ANN),
              new Command.InitAccounts(FIRST_3, MAX),
              new Command.TakeSlot(ANN, O1, 7, DEADLINE, 1, Duration.ofSeconds(9)),
              new Command.TakeSlot(ANN, O1, 8, DEADLINE.plusSeconds(9), 1, Duration.ofSeconds(9)),
              new Command.TakeSlot(ANN, new OrderId("2"), 7, DEADLINE, 1, Duration.ofSeconds(9)),
              new Command.TakeSlot(new UserId("2"), O1, 7, DEADLINE, 1, Duration.ofSeconds(9)),
              new Command.GiveSlot(ANN, O1, 7, Instant.EPOCH),
              new Command.GiveSlot(ANN, O1, 8, DEADLINE));
    };
  }

  private static Command keep(
      OrderId order, long attempt, long reserved, ItemId item, Amount quantity) {
    List<Pieces> pieces = List.of(new Pieces(item, quantity));
    return new Command.KeepPieces(order, 1, attempt, reserved, pieces, DEADLINE.plusSeconds(5));
  }

  private static List<Command> orderCommands() {
    return List.of(
        new Command.FindOrder(O1),
        new Command.FindStatus(O1),
        new Command.FindStatus(new OrderId("2")),
        new Command.CreateOrder(O1, ANN),
        new Command.AddItem(O1, APPLE, new Amount(2), new Amount(3)),
        new Command.AddItem(O1, new ItemId("pear"), MAX, Amount.ZERO),
        new Command.AddItem(O1, new ItemId("pear"), MAX, MAX),
        new Command.AddItem(O1, APPLE, MAX, Amount.ZERO),
        new Command.AddItem(new OrderId("2"), APPLE, new Amount(2), new Amount(3)),
        new Command.RemoveItem(O1, APPLE, new Amount(1)),
        new Command.RemoveItem(O1, APPLE, new Amount(2)),
        new Command.RemoveItem(O1, APPLE, MAX),
        new Command.RemoveItem(new OrderId("2"), APPLE, new Amount(1)),
        new Command.RemoveLine(O1, APPLE),
        new Command.RemoveLine(O1, new ItemId("pear")),
        new Command.ClearOrder(O1),
        new Command.Reprice(O1, List.of(new Price(APPLE, new Amount(4))), List.of()),
        new Command.Reprice(O1, List.of(), List.of(APPLE)),
        new Command.BeginReserve(O1, new CommandId("r1", true)),
        new Command.BeginReserve(new OrderId("2"), new CommandId("r2", false)),
        new Command.Reserve(O1, 7, List.of(new Pieces(APPLE, new Amount(2))), DEADLINE),
        new Command.Reserve(O1, 0, List.of(), DEADLINE),
        new Command.RefuseReserve(O1, Reason.OUT_OF_STOCK),
        new Command.Release(O1),
        new Command.Release(new OrderId("2")),
        new Command.Checkout(O1, DEADLINE, new Amount(1)),
        new Command.Checkout(O1, DEADLINE),
        new Command.Checkout(new OrderId("2"), DEADLINE),
        new Command.InitOrders(FIRST_3, 5, 5, new Amount(3), 42),
        new Command.InitOrders(FIRST_3, 5, 5, MAX, 42),
        new Command.InitOrders(new Range(3, 3), 5, 5, new Amount(3), 42),
        new Command.CancelOrder(O1, DEADLINE),
        new Command.CancelOrder(new OrderId("2"), DEADLINE),
        new Command.CancelItem(O1, APPLE, new Amount(1), DEADLINE),
        new Command.CancelItem(O1, APPLE, new Amount(2), DEADLINE),
        new Command.CancelItem(O1, APPLE, MAX, DEADLINE),
        new Command.CancelItem(new OrderId("2"), APPLE, new Amount(1), DEADLINE),
        new Command.Abort(O1, T1),
        new Command.Abort(O1, T2),
        new Command.Claim("key", "this", "id3", DEADLINE.plusSeconds(9)));
  }

  /** Of a checkout and of a refund, of this attempt and of another one. */
  private static List<Command> settlements() {
    List<Command> commands = new ArrayList<>();
    for (RuledOutcome settlement : RuledOutcome.values()) {
      for (String id : List.of(T1.value(), T1.value() + Order.Cancelled.REFUND)) {
        for (long incarnation : new long[] {0, 1}) {
          TransactionId transaction = new TransactionId(id);
          commands.add(new Command.Settle(O1, transaction, 1, incarnation, settlement));
        }
      }
    }
    return commands;
  }

  private static List<Command> balanceCommands(List<? extends BalanceId> ids, Command... others) {
    List<Command> commands = new ArrayList<>(List.of(others));
    for (BalanceId id : ids) {
      commands.add(new Command.FindBalance(id));
      commands.add(new Command.Credit(id, Amount.ZERO));
      commands.add(new Command.Credit(id, MAX));
      commands.add(new Command.Debit(id, new Amount(2)));
      commands.add(new Command.Debit(id, MAX));
    }
    return commands;
  }

  private static List<Message> messages(ShardId shard, Samples samples, TransactionId transaction) {
    return switch (shard.service()) {
      case ORDER ->
          Stream.of(STOCK, PAYMENT, new ShardId(Service.STOCK, 7))
              .flatMap(from -> samples.toOrder(transaction, from).stream())
              .toList();
      case STOCK -> samples.toParticipant(transaction, STOCK_PART);
      case PAYMENT -> samples.toParticipant(transaction, PAYMENT_PART);
    };
  }
}
