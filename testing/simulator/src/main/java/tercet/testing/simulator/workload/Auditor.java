package tercet.testing.simulator.workload;

import java.util.ArrayDeque;
import java.util.Deque;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Reason;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.UserId;
import tercet.testing.simulator.world.Violation;

/**
 * Comes after the last fault: buys something, which must succeed, and reads everything that clients
 * know of.
 */
public final class Auditor {
  private static final int TRIES_MAX = 50;
  private static final long PAUSE_MILLIS = 200;
  private static final Amount PRICE = new Amount(7);
  private static final Amount ENOUGH = new Amount(1_000);

  private final Client client;
  private final ClientKnowledge shop;
  private final boolean mustSucceed;
  private final int tries;
  private final Deque<Operation> next = new ArrayDeque<>();
  private UserId user = new UserId("unknown");
  private ItemId item = new ItemId("unknown");
  private OrderId order = new OrderId("none");
  private boolean done;

  Auditor(Client client, ClientKnowledge shop, boolean mustSucceed) {
    this.client = client;
    this.shop = shop;
    this.mustSucceed = mustSucceed;
    this.tries = mustSucceed ? TRIES_MAX : 1;
  }

  /** Begins. */
  public void start() {
    shop.items().forEach(known -> next.add(new Operation.FindBalance(known)));
    shop.users().forEach(known -> next.add(new Operation.FindBalance(known)));
    shop.orders().forEach(known -> next.add(new Operation.FindOrder(known)));
    shop.orders().forEach(known -> next.add(new Operation.FindStatus(known)));
    next.add(new Operation.CreateItem(PRICE));
    ask(next.remove(), tries);
  }

  /** True when everything has been seen and the purchase was made. */
  public boolean isDone() {
    return done;
  }

  /** The order that it has bought, if it could. */
  public OrderId order() {
    return order;
  }

  /** The user of its purchase. */
  UserId user() {
    return user;
  }

  /** The lines of the order. */
  ItemId item() {
    return item;
  }

  private void ask(Operation operation, int left) {
    client.send(operation, null, response -> learn(operation, response, left));
  }

  private void learn(Operation operation, Response response, int left) {
    switch (response) {
      case Response.Success success -> {
        plan(operation, success.answer());
        proceed();
      }
      case Response.Refused refused
          when operation instanceof Operation.FindBalance
              || operation instanceof Operation.FindOrder
              || operation instanceof Operation.FindStatus
              || !mustSucceed ->
          proceed();
      case Response.Refused refused when refused.refusal() == Reason.DEADLINE_EXCEEDED ->
          again(operation, left);
      case Response.Refused refused ->
          throw new Violation("a purchase without contention is refused: " + refused);
      case Response.Unavailable none -> again(operation, left);
      case Response.Nothing none -> again(operation, left);
    }
  }

  private void again(Operation operation, int left) {
    if (left > 0) {
      client.later(PAUSE_MILLIS, () -> ask(operation, left - 1));
    } else if (mustSucceed) {
      throw new Violation("no success although nothing goes wrong any more: " + operation);
    } else {
      proceed();
    }
  }

  private void proceed() {
    Operation operation = next.poll();
    if (operation == null) {
      done = true;
    } else {
      ask(operation, tries);
    }
  }

  /** The steps of a purchase, each when the one before has shown what it needs. */
  private void plan(Operation operation, Answer answer) {
    if (answer instanceof Answer.Created created) {
      switch (operation) {
        case Operation.CreateItem _ -> {
          item = new ItemId(created.id());
          next.add(new Operation.Add(item, ENOUGH));
          next.add(new Operation.CreateUser());
        }
        case Operation.CreateUser _ -> {
          user = new UserId(created.id());
          next.add(new Operation.Add(user, ENOUGH));
          next.add(new Operation.CreateOrder(user));
        }
        case Operation.CreateOrder _ -> {
          order = new OrderId(created.id());
          next.add(new Operation.AddItem(order, item, new Amount(1)));
          next.add(new Operation.Checkout(order));
          next.add(new Operation.FindOrder(order));
          next.add(new Operation.FindStatus(order));
          next.add(new Operation.FindBalance(user));
          next.add(new Operation.FindBalance(item));
        }
        case Operation.Add _,
            Operation.Subtract _,
            Operation.AddItem _,
            Operation.RemoveItem _,
            Operation.RemoveLine _,
            Operation.ClearOrder _,
            Operation.CancelOrder _,
            Operation.CancelItem _,
            Operation.Reprice _,
            Operation.Reserve _,
            Operation.Release _,
            Operation.Checkout _,
            Operation.FindBalance _,
            Operation.FindOrder _,
            Operation.FindStatus _,
            Operation.InitItems _,
            Operation.InitUsers _,
            Operation.InitOrders _ -> {}
      }
    }
  }
}
