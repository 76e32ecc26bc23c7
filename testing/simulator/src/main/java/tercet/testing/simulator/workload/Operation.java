package tercet.testing.simulator.workload;

import tercet.kernel.command.Command;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.UserId;

/** One request of a client to a gateway, of the public HTTP contract. */
public sealed interface Operation {
  record CreateItem(Amount price) implements Operation {}

  record CreateUser() implements Operation {}

  record CreateOrder(UserId user) implements Operation {}

  record Add(BalanceId balance, Amount amount) implements Operation {}

  record Subtract(BalanceId balance, Amount amount) implements Operation {}

  record AddItem(OrderId order, ItemId item, Amount quantity) implements Operation {}

  record RemoveItem(OrderId order, ItemId item, Amount quantity) implements Operation {}

  record RemoveLine(OrderId order, ItemId item) implements Operation {}

  record ClearOrder(OrderId order) implements Operation {}

  record CancelOrder(OrderId order) implements Operation {}

  record CancelItem(OrderId order, ItemId item, Amount quantity) implements Operation {}

  record Reprice(OrderId order) implements Operation {}

  record Reserve(OrderId order, int seconds) implements Operation {}

  record Release(OrderId order) implements Operation {}

  /**
   * @param totalMax {@link Command.Checkout#UNLIMITED} for any
   */
  record Checkout(OrderId order, Amount totalMax) implements Operation {
    Checkout(OrderId order) {
      this(order, Command.Checkout.UNLIMITED);
    }
  }

  record FindBalance(BalanceId balance) implements Operation {}

  record FindOrder(OrderId order) implements Operation {}

  record FindStatus(OrderId order) implements Operation {}

  /** Overwrites the items "0" to {@code count - 1}. */
  record InitItems(int count, Amount stock, Amount price) implements Operation {}

  /** Overwrites the users "0" to {@code count - 1}. */
  record InitUsers(int count, Amount credit) implements Operation {}

  /** Overwrites the orders "0" to {@code count - 1}. */
  record InitOrders(int count, int items, int users, Amount price) implements Operation {}
}
