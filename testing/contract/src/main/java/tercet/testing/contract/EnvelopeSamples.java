package tercet.testing.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tercet.kernel.command.AbortRuling;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Line;
import tercet.kernel.command.OrderStatus;
import tercet.kernel.command.Pieces;
import tercet.kernel.command.Price;
import tercet.kernel.command.Range;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.command.SettleRuling;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;

/** One envelope of each kind. */
public final class EnvelopeSamples {
  private EnvelopeSamples() {}

  /** Inputs that shards may be sent. Wakeups are not among them: every node has its own. */
  static List<Input> inputs() {
    List<Input> inputs = new ArrayList<>();
    for (Command command : commands()) {
      for (boolean keyed : new boolean[] {true, false}) {
        inputs.add(
            request(TransportContract.SHARDS.of(Service.ORDER).getFirst(), 7, keyed, command));
      }
    }
    inputs.addAll(MessageSamples.all());
    return inputs;
  }

  private static List<Command> commands() {
    ItemId item = new ItemId("item");
    UserId user = new UserId("u");
    OrderId order = new OrderId("o");
    Amount max = new Amount(Amount.MAX);
    Range range = new Range(0, Integer.MAX_VALUE);
    return List.of(
        new Command.FindBalance(item),
        new Command.FindBalance(user),
        new Command.FindOrder(order),
        new Command.FindStatus(order),
        new Command.CreateItem(item, max),
        new Command.CreateAccount(user),
        new Command.Credit(item, Amount.ZERO),
        new Command.Credit(user, max),
        new Command.Debit(item, max),
        new Command.Debit(user, Amount.ZERO),
        new Command.CreateOrder(order, user),
        new Command.AddItem(order, item, new Amount(1), max),
        new Command.RemoveItem(order, item, max),
        new Command.RemoveLine(order, item),
        new Command.ClearOrder(order),
        new Command.Checkout(order, at(5)),
        new Command.Checkout(order, at(5), max),
        new Command.Reprice(order, List.of(new Price(item, max)), List.of(item)),
        new Command.BeginReserve(order, new CommandId("r", true)),
        new Command.Reserve(order, 7, List.of(new Pieces(item, max)), at(5)),
        new Command.RefuseReserve(order, Reason.RESERVED_TOO_LONG),
        new Command.RefuseReserve(order, new Refusal.Shortage(item, max, Amount.ZERO)),
        new Command.Release(order),
        new Command.TakeSlot(user, order, 7, at(5), 10, Duration.ofHours(2)),
        new Command.GiveSlot(user, order, 7, Instant.EPOCH),
        new Command.KeepPieces(order, -1, 8, 7, List.of(new Pieces(item, max)), at(5)),
        new Command.FreePieces(order, List.of(item), 7, Long.MAX_VALUE),
        new Command.CancelOrder(order, at(5)),
        new Command.CancelItem(order, item, new Amount(2), at(5)),
        new Command.Abort(order, new TransactionId("t")),
        new Command.Settle(order, new TransactionId("t"), 1, 300, RuledOutcome.UNPAID),
        new Command.InitItems(range, max, Amount.ZERO),
        new Command.InitAccounts(new Range(20_000, 20_000), max),
        new Command.InitOrders(range, 1, Integer.MAX_VALUE, max, Long.MIN_VALUE),
        new Command.Claim("key!~", "POST /", "id", at(86_400)));
  }

  /** Answers that nodes may be sent. */
  static List<Answer> answers() {
    Amount aboveMax = new Amount(Amount.MAX + 1);
    Line line = new Line(new ItemId("i"), new Amount(1), Amount.ZERO);
    OrderId order = new OrderId("o");
    UserId user = new UserId("u");
    List<Answer> answers = new ArrayList<>();
    answers.add(new Answer.Done());
    answers.add(new Answer.Busy());
    answers.add(new Answer.Unavailable(true));
    answers.add(new Answer.Unavailable(false));
    answers.add(new Answer.Unreadable());
    answers.add(new Answer.Created("id"));
    answers.add(new Answer.ItemFound(aboveMax, Amount.ZERO));
    answers.add(new Answer.ItemFound(Amount.ZERO, Amount.ZERO, aboveMax));
    answers.add(new Answer.AccountFound(user, aboveMax));
    answers.add(new Answer.OrderFound(order, false, List.of(line), user, Amount.ZERO, at(60)));
    answers.add(new Answer.Reserved(at(60)));
    answers.add(new Answer.ReserveBegun(user, List.of(line, line), -1, 8, 7, at(60)));
    answers.add(new Answer.Released(List.of(line.item()), 8));
    answers.add(new Answer.OrderFound(order, true, List.of(line, line), user, aboveMax));
    answers.add(new Answer.OrderFound(order, false, List.of(), user, Amount.ZERO));
    for (OrderStatus status : statuses(line)) {
      answers.add(new Answer.StatusFound(order, status));
      answers.add(new Answer.StatusFound(order, status, at(60)));
    }
    answers.add(new Answer.Paid(new TransactionId("t")));
    answers.add(new Answer.Cancelled(new TransactionId("t.refund")));
    answers.add(new Answer.Claimed("id", at(86_400)));
    for (AbortRuling ruling : AbortRuling.values()) {
      answers.add(new Answer.AbortRuled(ruling));
    }
    for (SettleRuling ruling : SettleRuling.values()) {
      answers.add(new Answer.SettleRuled(ruling));
    }
    for (Reason refusal : Reason.values()) {
      answers.add(new Answer.Refused(refusal));
    }
    answers.add(new Answer.Refused(new Refusal.Unknown(user)));
    answers.add(new Answer.Refused(new Refusal.Costlier(aboveMax, Amount.ZERO)));
    answers.add(new Answer.Refused(new Refusal.Shortage(user, aboveMax, Amount.ZERO)));
    return answers;
  }

  private static List<OrderStatus> statuses(Line line) {
    TransactionId paying = new TransactionId("t");
    List<ShardId> awaiting = List.of(new ShardId(Service.STOCK, 3));
    return List.of(
        new OrderStatus.Unpaid(),
        new OrderStatus.InProgress(paying, at(5), awaiting),
        new OrderStatus.Paid(paying, at(1), List.of(line)),
        new OrderStatus.Refused(paying, new Refusal.Unknown(new UserId("u")), at(1), List.of()),
        new OrderStatus.Cancelled(paying, at(1), new TransactionId("t.refund"), at(2), awaiting));
  }

  /** A request, different for every number. */
  static Request request(ShardId shard, int number) {
    BalanceId user = new UserId("user-" + number);
    return request(shard, number, false, new Command.FindBalance(user));
  }

  private static Request request(ShardId shard, int number, boolean keyed, Command command) {
    return request(shard, number, keyed, command, "asker");
  }

  /** A request whose answer goes to a node. */
  public static Request request(ShardId shard, int number, String replyTo) {
    return request(shard, number, false, new Command.FindBalance(new UserId("u")), replyTo);
  }

  private static Request request(
      ShardId shard, int number, boolean keyed, Command command, String replyTo) {
    CommandId id = new CommandId("c-" + number, keyed);
    return new Request(shard, id, command, new ReplyAddress(replyTo, number), at(1), at(60));
  }

  /** Times travel as whole milliseconds. */
  static Instant at(long seconds) {
    return Instant.parse("2026-01-01T00:00:00.007Z").plusSeconds(seconds);
  }
}
