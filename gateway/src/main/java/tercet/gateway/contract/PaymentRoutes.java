package tercet.gateway.contract;

import java.util.List;
import tercet.kernel.command.Command;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Service;
import tercet.kernel.id.UserId;
import tercet.runtime.request.CommandContext;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;
import tercet.runtime.request.ShardClient;

/** Users and their credit. */
final class PaymentRoutes {
  private static final AnswerReplies REPLIES = new AnswerReplies("user_id");

  private final ShardClient requests;
  private final BatchInit batchInit;

  PaymentRoutes(ShardClient requests, BatchInit batchInit) {
    this.requests = requests;
    this.batchInit = batchInit;
  }

  List<Route> routes() {
    return List.of(
        Route.write(
                "/payment/create_user",
                "Make a new user without credit.",
                List.of(new ReplyField("user_id", ReplyField.Type.ID)),
                this::create)
            .forMerchants(),
        Route.read(
            "/payment/find_user/{user_id}",
            "What can be spent now.",
            List.of(
                new ReplyField("user_id", ReplyField.Type.ID),
                new ReplyField("credit", ReplyField.Type.AMOUNT)),
            this::find),
        Route.write(
                "/payment/add_funds/{user_id}/{amount}", "Add credit.", ReplyField.DONE, this::add)
            .forMerchants(),
        Route.write(
                "/payment/pay/{user_id}/{amount}",
                "Take credit; refused if it would go below zero.",
                ReplyField.DONE,
                this::pay)
            .forMerchants(),
        Route.write(
                "/payment/batch_init/{n}/{starting_money}",
                "Overwrite the users \"0\" to \"n - 1\".",
                ReplyField.MESSAGE,
                this::init)
            .forMerchants());
  }

  private HttpReply create(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    UserId user = new UserId(asking.id().value());
    return ask(asking, user, new Command.CreateAccount(user));
  }

  private HttpReply find(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    UserId user = call.user(0);
    return ask(asking, user, new Command.FindBalance(user));
  }

  private HttpReply add(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    UserId user = call.user(0);
    return ask(asking, user, new Command.Credit(user, call.amount(1)));
  }

  private HttpReply pay(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    UserId user = call.user(0);
    return ask(asking, user, new Command.Debit(user, call.amount(1)));
  }

  private HttpReply init(RouteCall call, CommandContext asking) throws NoAnswerException {
    Amount credit = call.amount(1);
    return batchInit.run(
        asking, Service.PAYMENT, call.count(0), range -> new Command.InitAccounts(range, credit));
  }

  private HttpReply ask(CommandContext asking, UserId user, Command command)
      throws OverloadedException, NoAnswerException {
    return REPLIES.of(requests.ask(asking, requests.shards().of(user), command));
  }
}
