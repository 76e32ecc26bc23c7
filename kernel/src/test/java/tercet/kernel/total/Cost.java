package tercet.kernel.total;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Item;
import tercet.kernel.command.Command;
import tercet.kernel.command.Line;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.transaction.TransactionSettings;

/**
 * The cost of a checkout without faults, of one user and of items on two shards, if every message
 * is sent and every decision is committed by itself.
 *
 * @param messages between shards
 * @param commits durable ones; a decision that changes nothing needs none
 * @param delays messages that follow each other before the client hears
 */
record Cost(int messages, int commits, int delays) {
  private static final Instant NOW = Instant.EPOCH;

  private record Sent(Input input, int delays) {}

  static Cost of(Protocol protocol, TransactionSettings settings) {
    Shards shards = new Shards(4);
    Kernel kernel = new Kernel(shards, protocol, StepOrder.PARALLEL, settings);
    Map<Key, StoredRecord> records = shop(shards);
    OrderId order = new OrderId("o1");
    Queue<Sent> underWay = new ArrayDeque<>();
    underWay.add(
        new Sent(
            new Request(
                shards.of(order),
                new CommandId("c1", false),
                new Command.Checkout(order, NOW.plusSeconds(5)),
                new ReplyAddress("node", 0),
                NOW.plusSeconds(5),
                NOW.plusSeconds(9)),
            0));
    int messages = 0;
    int commits = 0;
    int delays = -1;
    for (Sent next = underWay.poll(); next != null; next = underWay.poll()) {
      Decision decision = kernel.decide(records::get, next.input(), NOW);
      for (Decision.Change change : decision.changes()) {
        if (change.stored() == null) {
          records.remove(change.key());
        } else {
          records.put(change.key(), change.stored());
        }
      }
      int after = next.delays() + 1;
      decision.messages().forEach(message -> underWay.add(new Sent(message, after)));
      messages += decision.messages().size();
      commits += decision.changes().isEmpty() ? 0 : 1;
      delays = decision.replies().isEmpty() ? delays : next.delays();
    }
    return new Cost(messages, commits, delays);
  }

  private static Map<Key, StoredRecord> shop(Shards shards) {
    Map<Key, StoredRecord> records = new HashMap<>();
    Amount one = new Amount(1);
    ItemId apple = new ItemId("apple");
    ItemId pear = new ItemId("pear");
    UserId ann = new UserId("ann");
    for (ItemId item : List.of(apple, pear)) {
      records.put(Key.balance(item, shards.of(item)), new Item(one, one, 1));
    }
    records.put(Key.balance(ann, shards.of(ann)), new Account(new Amount(2), 1));
    OrderId order = new OrderId("o1");
    records.put(
        Key.order(order, shards.of(order)),
        new Order.Unpaid(ann, List.of(new Line(apple, one, one), new Line(pear, one, one)), 1));
    return records;
  }
}
