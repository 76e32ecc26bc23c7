package tercet.testing.simulator.workload;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.UserId;
import tercet.testing.simulator.world.Violation;
import tercet.testing.simulator.world.World;

/** Fills an order when all is well, and checks it out while a participant is down. */
public final class LateBuyer {
  private static final int TRIES_MAX = 50;
  private static final long PAUSE_MILLIS = 200;

  private final Client client;
  private final World world;
  private final UserId user;
  private final ItemId item;
  private @Nullable OrderId order;
  private @Nullable Response response;
  private long waited;

  /**
   * @param user with credit
   * @param item in stock
   */
  LateBuyer(Client client, World world, UserId user, ItemId item) {
    this.client = client;
    this.world = world;
    this.user = user;
    this.item = item;
  }

  public UserId user() {
    return user;
  }

  public ItemId item() {
    return item;
  }

  /** Makes an order and fills it. */
  public void fill() {
    ask(
        new Operation.CreateOrder(user),
        TRIES_MAX,
        answer -> {
          if (answer instanceof Answer.Created created) {
            OrderId made = new OrderId(created.id());
            ask(new Operation.AddItem(made, item, new Amount(1)), TRIES_MAX, added -> order = made);
          }
        });
  }

  /** The order that it has filled. */
  public OrderId order() {
    if (order == null) {
      throw new Violation("an order could not be filled although nothing goes wrong any more");
    }
    return order;
  }

  /** Checks out through the first gateway that takes the request. */
  public void checkout() {
    checkout(TRIES_MAX);
  }

  private void checkout(int left) {
    long since = world.now();
    client.send(
        new Operation.Checkout(order()),
        null,
        heard -> {
          waited = world.now() - since;
          response = heard;
          if (heard instanceof Response.Nothing && left > 0 && waited < PAUSE_MILLIS) {
            client.later(PAUSE_MILLIS, () -> checkout(left - 1)); // that gateway is down, too
          }
        });
  }

  /** The last answer, or null if none came. */
  public @Nullable Response response() {
    return response;
  }

  /** How long it has waited for that, in milliseconds. */
  public long waitedMillis() {
    return waited;
  }

  private void ask(Operation operation, int left, Consumer<Answer> then) {
    client.send(
        operation,
        null,
        heard -> {
          if (heard instanceof Response.Success success) {
            then.accept(success.answer());
          } else if (left > 0) {
            client.later(PAUSE_MILLIS, () -> ask(operation, left - 1, then));
          }
        });
  }
}
