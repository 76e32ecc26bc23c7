package tercet.gateway.contract;

import java.util.List;
import tercet.kernel.command.Command;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Service;
import tercet.runtime.request.CommandContext;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;
import tercet.runtime.request.ShardClient;

/** Items. */
final class StockRoutes {
  private static final AnswerReplies REPLIES = new AnswerReplies("item_id");

  private final ShardClient requests;
  private final BatchInit batchInit;

  StockRoutes(ShardClient requests, BatchInit batchInit) {
    this.requests = requests;
    this.batchInit = batchInit;
  }

  List<Route> routes() {
    return List.of(
        Route.write(
                "/stock/item/create/{price}",
                "Make a new item without stock.",
                List.of(new ReplyField("item_id", ReplyField.Type.ID)),
                this::create)
            .forMerchants(),
        Route.read(
            "/stock/find/{item_id}",
            "What can be sold now, at what price, and what is held for reserved orders.",
            List.of(
                new ReplyField("stock", ReplyField.Type.AMOUNT),
                new ReplyField("price", ReplyField.Type.AMOUNT),
                ReplyField.sometimes("held", ReplyField.Type.AMOUNT)),
            this::find),
        Route.write("/stock/add/{item_id}/{amount}", "Add stock.", ReplyField.DONE, this::add)
            .forMerchants(),
        Route.write(
                "/stock/subtract/{item_id}/{amount}",
                "Take stock away; refused if it would go below zero.",
                ReplyField.DONE,
                this::subtract)
            .forMerchants(),
        Route.write(
                "/stock/batch_init/{n}/{starting_stock}/{item_price}",
                "Overwrite the items \"0\" to \"n - 1\".",
                ReplyField.MESSAGE,
                this::init)
            .forMerchants());
  }

  private HttpReply create(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    ItemId item = new ItemId(asking.id().value());
    return ask(asking, item, new Command.CreateItem(item, call.amount(0)));
  }

  private HttpReply find(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    ItemId item = call.item(0);
    return ask(asking, item, new Command.FindBalance(item));
  }

  private HttpReply add(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    ItemId item = call.item(0);
    return ask(asking, item, new Command.Credit(item, call.amount(1)));
  }

  private HttpReply subtract(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    ItemId item = call.item(0);
    return ask(asking, item, new Command.Debit(item, call.amount(1)));
  }

  private HttpReply init(RouteCall call, CommandContext asking) throws NoAnswerException {
    Amount stock = call.amount(1);
    Amount price = call.amount(2);
    return batchInit.run(
        asking, Service.STOCK, call.count(0), range -> new Command.InitItems(range, stock, price));
  }

  private HttpReply ask(CommandContext asking, ItemId item, Command command)
      throws OverloadedException, NoAnswerException {
    return REPLIES.of(requests.ask(asking, requests.shards().of(item), command));
  }
}
