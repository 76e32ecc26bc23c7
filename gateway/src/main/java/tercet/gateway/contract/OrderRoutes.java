package tercet.gateway.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Line;
import tercet.kernel.command.Price;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.request.CommandContext;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;
import tercet.runtime.request.ShardClient;

/** Orders and their checkout. */
final class OrderRoutes {
  private static final AnswerReplies REPLIES = new AnswerReplies("order_id");

  private final ShardClient requests;
  private final BatchInit batchInit;

  OrderRoutes(ShardClient requests, BatchInit batchInit) {
    this.requests = requests;
    this.batchInit = batchInit;
  }

  List<Route> routes() {
    return Stream.concat(filling().stream(), paying().stream()).toList();
  }

  private List<Route> filling() {
    return List.of(
        Route.write(
            "/orders/create/{user_id}",
            "Make a new order; the user is looked up at checkout.",
            List.of(new ReplyField("order_id", ReplyField.Type.ID)),
            this::create),
        Route.read(
            "/orders/find/{order_id}",
            "What is in an order, and whether it is paid.",
            List.of(
                new ReplyField("order_id", ReplyField.Type.ID),
                new ReplyField("paid", ReplyField.Type.BOOLEAN),
                new ReplyField("items", ReplyField.Type.LINES),
                new ReplyField("user_id", ReplyField.Type.ID),
                new ReplyField("total_cost", ReplyField.Type.AMOUNT),
                ReplyField.sometimes("reserved_until", ReplyField.Type.TIME)),
            this::find),
        Route.read(
            "/orders/status/{order_id}",
            "How far an order is: unpaid, in_progress, paid, refused or cancelled; when and why."
                + " A refused one waits for none with 2pc and choreography.",
            StatusJson.FIELDS,
            this::status),
        Route.write(
            "/orders/addItem/{order_id}/{item_id}/{quantity}",
            "Add pieces of an item at its price of now.",
            ReplyField.DONE,
            this::addItem),
        Route.write(
            "/orders/removeItem/{order_id}/{item_id}/{quantity}",
            "Take pieces of an item out of an order; refused if it has fewer.",
            ReplyField.DONE,
            this::removeItem),
        Route.delete(
            "/orders/removeItem/{order_id}/{item_id}",
            "Take all pieces of an item out of an order.",
            ReplyField.DONE,
            this::removeLine),
        Route.write(
            "/orders/clear/{order_id}",
            "Take everything out of an order.",
            ReplyField.DONE,
            this::clear),
        Route.write(
            "/orders/reprice/{order_id}",
            "Take the prices of now for everything in an order.",
            ReplyField.DONE,
            this::reprice));
  }

  private List<Route> paying() {
    return List.of(
        Route.write(
                "/orders/checkout/{order_id}",
                "Pay an order, wholly or not at all; with max_total only if it costs no more.",
                List.of(new ReplyField("transaction_id", ReplyField.Type.ID)),
                this::checkout)
            .withOption(Parameter.MAX_TOTAL),
        Route.write(
            "/orders/cancel/{order_id}",
            "Undo a paid order: give back its money and its pieces.",
            List.of(new ReplyField("refund_id", ReplyField.Type.ID)),
            this::cancel),
        Route.write(
            "/orders/cancelItem/{order_id}/{item_id}/{quantity}",
            "Take pieces out of a paid order: give back them and their money.",
            List.of(new ReplyField("refund_id", ReplyField.Type.ID)),
            this::cancelItem),
        Route.write(
                "/orders/batch_init/{n}/{n_items}/{n_users}/{item_price}",
                "Overwrite the orders \"0\" to \"n - 1\" with two random items each.",
                ReplyField.MESSAGE,
                this::init)
            .forMerchants());
  }

  private HttpReply create(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    OrderId order = new OrderId(asking.id().value());
    return ask(asking, order, new Command.CreateOrder(order, call.user(0)));
  }

  private HttpReply find(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    OrderId order = call.order(0);
    return ask(asking, order, new Command.FindOrder(order));
  }

  private HttpReply status(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    OrderId order = call.order(0);
    Answer answer =
        requests.ask(asking, requests.shards().of(order), new Command.FindStatus(order));
    return answer instanceof Answer.StatusFound found
        ? HttpReply.ok(json -> new StatusJson(requests::began).write(json, found))
        : REPLIES.of(answer);
  }

  /**
   * Asks two shards: the item's for the price, then the order's. Under an Idempotency-Key the
   * order's shard repeats its first answer, even if the price has changed. An unknown item has to
   * be remembered too, but the answer to a query is not. So a request with a key first takes zero
   * pieces from the item: the item's shard remembers that answer.
   */
  private HttpReply addItem(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    OrderId order = call.order(0);
    ItemId item = call.item(1);
    ShardId stock = requests.shards().of(item);
    if (asking.id().keyed()) {
      Answer known = requests.ask(asking.part("item"), stock, new Command.Debit(item, Amount.ZERO));
      if (!(known instanceof Answer.Done)) {
        return REPLIES.of(known);
      }
    }
    Answer found = requests.ask(asking.part("price"), stock, new Command.FindBalance(item));
    return found instanceof Answer.ItemFound at
        ? ask(asking, order, new Command.AddItem(order, item, call.amount(2), at.price()))
        : REPLIES.of(found);
  }

  private HttpReply removeItem(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    OrderId order = call.order(0);
    return ask(asking, order, new Command.RemoveItem(order, call.item(1), call.amount(2)));
  }

  private HttpReply removeLine(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    OrderId order = call.order(0);
    return ask(asking, order, new Command.RemoveLine(order, call.item(1)));
  }

  private HttpReply clear(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    OrderId order = call.order(0);
    return ask(asking, order, new Command.ClearOrder(order));
  }

  /**
   * Asks the order's shard for the lines, the shards of its items for their prices, and the order's
   * shard again. That one alone decides and remembers the answer: also that there is no such order,
   * and that an item does not exist.
   */
  private HttpReply reprice(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    OrderId order = call.order(0);
    ShardId self = requests.shards().of(order);
    List<Price> prices = new ArrayList<>();
    List<ItemId> unknown = new ArrayList<>();
    if (requests.ask(asking.part("lines"), self, new Command.FindOrder(order))
        instanceof Answer.OrderFound found) {
      List<ItemId> items = found.lines().stream().map(Line::item).toList();
      List<Answer> answers = AskedTogether.answers(questions(asking, items));
      for (int i = 0; i < items.size(); i++) {
        if (answers.get(i) instanceof Answer.ItemFound at) {
          prices.add(new Price(items.get(i), at.price()));
        } else {
          unknown.add(items.get(i));
        }
      }
    }
    return ask(asking, order, new Command.Reprice(order, prices, unknown));
  }

  private List<Callable<Answer>> questions(CommandContext asking, List<ItemId> items) {
    List<Callable<Answer>> questions = new ArrayList<>(items.size());
    for (ItemId item : items) {
      CommandContext part = asking.part("price-" + questions.size());
      ShardId stock = requests.shards().of(item);
      questions.add(() -> requests.ask(part, stock, new Command.FindBalance(item)));
    }
    return questions;
  }

  private HttpReply checkout(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    OrderId order = call.order(0);
    Amount max = call.option(Command.Checkout.UNLIMITED);
    return ask(asking, order, new Command.Checkout(order, requests.deadline(), max));
  }

  private HttpReply cancel(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    OrderId order = call.order(0);
    return ask(asking, order, new Command.CancelOrder(order, requests.deadline()));
  }

  private HttpReply cancelItem(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    OrderId order = call.order(0);
    Command cancel =
        new Command.CancelItem(order, call.item(1), call.amount(2), requests.deadline());
    return ask(asking, order, cancel);
  }

  private HttpReply init(RouteCall call, CommandContext asking) throws NoAnswerException {
    int count = call.count(0);
    int items = call.count(1);
    int users = call.count(2);
    Amount price = call.amount(3);
    if (count > 0 && (items == 0 || users == 0)) {
      return Problem.BAD_AMOUNT.reply();
    }
    // A repeated request draws the same orders.
    long seed = asking.id().generation();
    return batchInit.run(
        asking,
        Service.ORDER,
        count,
        range -> new Command.InitOrders(range, items, users, price, seed));
  }

  private HttpReply ask(CommandContext asking, OrderId order, Command command)
      throws OverloadedException, NoAnswerException {
    return REPLIES.of(requests.ask(asking, requests.shards().of(order), command));
  }
}
