package tercet.testing.contract;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import tercet.kernel.command.Command;
import tercet.kernel.command.Pieces;
import tercet.kernel.command.Price;
import tercet.kernel.command.Range;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.decision.Request;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.TransactionId;
import tercet.runtime.transport.Envelope;

/** Envelopes of every type with random content, as {@link RandomRecords} makes records. */
public final class RandomEnvelopes {
  private final RandomGenerator random;
  private final RandomRecords records;
  private final RandomMessages messages;

  public RandomEnvelopes(RandomGenerator random, RandomRecords records) {
    this.random = random;
    this.records = records;
    this.messages = new RandomMessages(random, records);
  }

  /** Any envelope that may travel. */
  public Envelope next() {
    return switch (random.nextInt(5)) {
      case 0 -> new Envelope.ToShard(request());
      case 1 -> new Envelope.ToShard(messages.next());
      case 2 -> new Envelope.Question(records.text(), replyTo(), records.text());
      case 3 -> new Envelope.Report(replyTo(), records.text());
      default -> new Envelope.ToNode(replyTo(), records.answer());
    };
  }

  private Request request() {
    return new Request(
        records.shard(),
        new CommandId(records.text(), random.nextBoolean()),
        command(),
        replyTo(),
        records.soon(),
        records.soon());
  }

  private ReplyAddress replyTo() {
    return new ReplyAddress(records.text(), random.nextLong());
  }

  private Command command() {
    List<Supplier<Command>> commands =
        List.of(
            () -> new Command.FindBalance(records.balance()),
            () -> new Command.FindOrder(records.orderId()),
            () -> new Command.FindStatus(records.orderId()),
            () -> new Command.CreateItem(item(), records.amount()),
            () -> new Command.CreateAccount(records.user()),
            () -> new Command.Credit(records.balance(), records.amount()),
            () -> new Command.Debit(records.balance(), records.amount()),
            () -> new Command.CreateOrder(records.orderId(), records.user()),
            () ->
                new Command.AddItem(records.orderId(), item(), records.amount(), records.amount()),
            () -> new Command.RemoveItem(records.orderId(), item(), records.amount()),
            () -> new Command.RemoveLine(records.orderId(), item()),
            () -> new Command.ClearOrder(records.orderId()),
            () ->
                new Command.Reprice(
                    records.orderId(),
                    List.of(new Price(item(), records.amount())),
                    List.of(item())),
            () -> new Command.Checkout(records.orderId(), records.soon(), records.amount()),
            () -> new Command.Checkout(records.orderId(), records.soon()),
            () -> records.pick(reservations()).get(),
            () -> new Command.CancelOrder(records.orderId(), records.soon()),
            () ->
                new Command.CancelItem(records.orderId(), item(), records.amount(), records.soon()),
            () -> new Command.InitItems(range(), records.amount(), records.amount()),
            () -> new Command.InitAccounts(range(), records.amount()),
            () ->
                new Command.InitOrders(
                    range(),
                    random.nextInt(Integer.MAX_VALUE),
                    random.nextInt(Integer.MAX_VALUE),
                    records.amount(),
                    random.nextLong()),
            () -> new Command.Abort(records.orderId(), new TransactionId(records.id())),
            () ->
                new Command.Settle(
                    records.orderId(),
                    new TransactionId(records.id()),
                    random.nextLong(),
                    random.nextLong(),
                    records.pick(List.of(RuledOutcome.values()))),
            () ->
                new Command.Claim(records.text(), records.text(), records.text(), records.soon()));
    return records.pick(commands).get();
  }

  private List<Supplier<Command>> reservations() {
    return List.of(
        () ->
            new Command.BeginReserve(
                records.orderId(), new CommandId(records.id(), random.nextBoolean())),
        () ->
            new Command.Reserve(
                records.orderId(),
                random.nextLong(),
                List.of(new Pieces(item(), records.amount())),
                records.soon()),
        () -> new Command.RefuseReserve(records.orderId(), records.refusal()),
        () -> new Command.Release(records.orderId()),
        this::takeSlot,
        () ->
            new Command.GiveSlot(
                records.user(), records.orderId(), random.nextLong(), records.soon()),
        this::keepPieces,
        () ->
            new Command.FreePieces(
                records.orderId(), List.of(item()), random.nextLong(), random.nextLong()));
  }

  private Command takeSlot() {
    return new Command.TakeSlot(
        records.user(),
        records.orderId(),
        random.nextLong(),
        records.soon(),
        random.nextInt(100),
        Duration.ofMillis(random.nextInt(10_000)));
  }

  private Command keepPieces() {
    return new Command.KeepPieces(
        records.orderId(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        List.of(new Pieces(item(), records.amount())),
        records.soon());
  }

  private ItemId item() {
    return new ItemId(records.id());
  }

  private Range range() {
    int from = random.nextInt(Integer.MAX_VALUE);
    return new Range(from, from + random.nextInt(Integer.MAX_VALUE - from));
  }
}
