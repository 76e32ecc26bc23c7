package tercet.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import tercet.kernel.ItemId;
import tercet.kernel.command.Command;
import tercet.kernel.command.CommandId;
import tercet.kernel.command.Range;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.command.Request;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Part;
import tercet.runtime.transport.Envelope;

/** Envelopes of every type with random content, as {@link RandomRecords} makes records. */
public final class RandomEnvelopes {
  private final RandomGenerator random;
  private final RandomRecords records;

  public RandomEnvelopes(RandomGenerator random, RandomRecords records) {
    this.random = random;
    this.records = records;
  }

  /** Any envelope that may travel. */
  public Envelope next() {
    return switch (random.nextInt(3)) {
      case 0 -> new Envelope.ToShard(request());
      case 1 -> new Envelope.ToShard(message());
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
            () -> new Command.CreateItem(item(), records.amount()),
            () -> new Command.CreateAccount(records.user()),
            () -> new Command.Credit(records.balance(), records.amount()),
            () -> new Command.Debit(records.balance(), records.amount()),
            () -> new Command.CreateOrder(records.orderId(), records.user()),
            () ->
                new Command.AddItem(records.orderId(), item(), records.amount(), records.amount()),
            () -> new Command.Checkout(records.orderId(), records.soon()),
            () -> new Command.InitItems(range(), records.amount(), records.amount()),
            () -> new Command.InitAccounts(range(), records.amount()),
            () ->
                new Command.InitOrders(
                    range(),
                    random.nextInt(Integer.MAX_VALUE),
                    random.nextInt(Integer.MAX_VALUE),
                    records.amount(),
                    random.nextLong()),
            () ->
                new Command.Claim(records.text(), records.text(), records.text(), records.soon()));
    return records.pick(commands).get();
  }

  private SagaMessage message() {
    List<Supplier<SagaMessage>> messages =
        List.of(
            () ->
                new SagaMessage.Debit(
                    records.transactionId(),
                    records.orderId(),
                    records.shard(),
                    part(),
                    records.soon(),
                    records.soon()),
            () ->
                new SagaMessage.Undo(
                    records.transactionId(),
                    records.orderId(),
                    records.shard(),
                    part(),
                    records.soon()),
            () ->
                new SagaMessage.Keep(
                    records.transactionId(), records.orderId(), records.shard(), records.soon()),
            () ->
                new SagaMessage.Debited(
                    records.transactionId(),
                    records.orderId(),
                    records.shard(),
                    records.shard(),
                    records.soon()),
            () ->
                new SagaMessage.Declined(
                    records.transactionId(),
                    records.orderId(),
                    records.shard(),
                    records.shard(),
                    records.refusal()),
            () ->
                new SagaMessage.Undone(
                    records.transactionId(), records.orderId(), records.shard(), records.shard()));
    return records.pick(messages).get();
  }

  private Part part() {
    List<Debit> debits = new ArrayList<>();
    for (int count = random.nextInt(4); count > 0; count--) {
      debits.add(new Debit(records.balance(), records.amount()));
    }
    return new Part(records.shard(), debits);
  }

  private ItemId item() {
    return new ItemId(records.id());
  }

  private Range range() {
    int from = random.nextInt(Integer.MAX_VALUE);
    return new Range(from, from + random.nextInt(Integer.MAX_VALUE - from));
  }
}
