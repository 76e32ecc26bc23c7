package tercet.testing.simulator.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.command.Reason;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.UserId;
import tercet.runtime.request.CommandContext;
import tercet.runtime.request.RequestRules;

/** The requests of the public contract, turned into commands as the real gateway does it. */
final class Endpoints {
  private final SimulatedGateway gateway;
  private final Shards shards;
  private final ReserveRequest reservations;

  Endpoints(SimulatedGateway gateway) {
    this.gateway = gateway;
    this.shards = gateway.shards();
    this.reservations = new ReserveRequest(gateway, this);
  }

  void perform(ClientCall call, Consumer<Response> then) {
    String key = call.idempotencyKey();
    if (key == null) {
      perform(call, gateway.begin(), then);
      return;
    }
    String fingerprint = call.operation().toString();
    CommandContext fresh = gateway.begin();
    Command.Claim claim = gateway.claim(fresh, key, fingerprint);
    ask(
        call,
        RequestRules.claiming(fresh),
        shards.ofIdempotencyKey(key),
        claim,
        then,
        answer -> {
          if (answer instanceof Answer.Claimed claimed) {
            perform(call, gateway.claimed(claimed), then);
          } else {
            then.accept(new Response.Refused(Reason.IDEMPOTENCY_KEY_REUSED));
          }
        });
  }

  private void perform(ClientCall call, CommandContext asking, Consumer<Response> then) {
    String id = asking.id().value();
    switch (call.operation()) {
      case Operation.CreateItem create -> {
        ItemId item = new ItemId(id);
        last(call, asking, shards.of(item), new Command.CreateItem(item, create.price()), then);
      }
      case Operation.CreateUser create -> {
        UserId user = new UserId(id);
        last(call, asking, shards.of(user), new Command.CreateAccount(user), then);
      }
      case Operation.CreateOrder create -> {
        OrderId order = new OrderId(id);
        last(call, asking, shards.of(order), new Command.CreateOrder(order, create.user()), then);
      }
      case Operation.Add add -> {
        BalanceId balance = add.balance();
        last(call, asking, shards.of(balance), new Command.Credit(balance, add.amount()), then);
      }
      case Operation.Subtract subtract -> {
        BalanceId balance = subtract.balance();
        Command debit = new Command.Debit(balance, subtract.amount());
        last(call, asking, shards.of(balance), debit, then);
      }
      case Operation.AddItem add -> addItem(call, asking, add, then);
      case Operation.RemoveItem(OrderId order, ItemId item, Amount quantity) ->
          edit(call, asking, new Command.RemoveItem(order, item, quantity), then);
      case Operation.RemoveLine remove ->
          edit(call, asking, new Command.RemoveLine(remove.order(), remove.item()), then);
      case Operation.ClearOrder clear ->
          edit(call, asking, new Command.ClearOrder(clear.order()), then);
      case Operation.Reprice reprice ->
          new RepriceRequest(gateway, this).perform(call, asking, reprice.order(), then);
      case Operation.Reserve reserve -> reservations.reserve(call, asking, reserve, then);
      case Operation.Release release -> reservations.release(call, asking, release.order(), then);
      case Operation.CancelOrder cancel ->
          cancel(call, asking, new Command.CancelOrder(cancel.order(), gateway.deadline()), then);
      case Operation.CancelItem cancel ->
          cancel(
              call,
              asking,
              new Command.CancelItem(
                  cancel.order(), cancel.item(), cancel.quantity(), gateway.deadline()),
              then);
      case Operation.Checkout checkout -> checkout(call, asking, checkout, then);
      case Operation.FindBalance find -> {
        BalanceId balance = find.balance();
        last(call, asking, shards.of(balance), new Command.FindBalance(balance), then);
      }
      case Operation.FindOrder find ->
          last(call, asking, shards.of(find.order()), new Command.FindOrder(find.order()), then);
      case Operation.FindStatus find ->
          last(call, asking, shards.of(find.order()), new Command.FindStatus(find.order()), then);
      case Operation.InitItems init -> fill(items(init), call, asking, then);
      case Operation.InitUsers init -> fill(users(init), call, asking, then);
      case Operation.InitOrders init -> fill(orders(init, asking), call, asking, then);
    }
  }

  private void checkout(
      ClientCall call,
      CommandContext asking,
      Operation.Checkout checkout,
      Consumer<Response> then) {
    OrderId order = checkout.order();
    Command command = new Command.Checkout(order, gateway.deadline(), checkout.totalMax());
    last(call, asking, shards.of(order), command, then);
  }

  private void cancel(
      ClientCall call, CommandContext asking, Command.Cancel command, Consumer<Response> then) {
    last(call, asking, shards.of(command.order()), command, then);
  }

  private static Fill items(Operation.InitItems init) {
    return new Fill(
        Service.STOCK,
        init.count(),
        range -> new Command.InitItems(range, init.stock(), init.price()));
  }

  private static Fill users(Operation.InitUsers init) {
    return new Fill(
        Service.PAYMENT, init.count(), range -> new Command.InitAccounts(range, init.credit()));
  }

  private static Fill orders(Operation.InitOrders init, CommandContext asking) {
    long generation = asking.id().generation();
    return new Fill(
        Service.ORDER,
        init.count(),
        range ->
            new Command.InitOrders(range, init.items(), init.users(), init.price(), generation));
  }

  private void addItem(
      ClientCall call, CommandContext asking, Operation.AddItem add, Consumer<Response> then) {
    ShardId stock = shards.of(add.item());
    if (!asking.id().keyed()) {
      addItemAtPrice(call, asking, add, then);
      return;
    }
    Command known = new Command.Debit(add.item(), Amount.ZERO);
    ask(
        call,
        asking.part("item"),
        stock,
        known,
        then,
        answer -> {
          if (answer instanceof Answer.Done) {
            addItemAtPrice(call, asking, add, then);
          } else {
            then.accept(response(answer));
          }
        });
  }

  private void addItemAtPrice(
      ClientCall call, CommandContext asking, Operation.AddItem add, Consumer<Response> then) {
    ask(
        call,
        gateway.begin(),
        shards.of(add.item()),
        new Command.FindBalance(add.item()),
        then,
        answer -> {
          if (answer instanceof Answer.ItemFound found) {
            Command.Edit command =
                new Command.AddItem(add.order(), add.item(), add.quantity(), found.price());
            edit(call, asking, command, then);
          } else {
            then.accept(response(answer));
          }
        });
  }

  void edit(ClientCall call, CommandContext asking, Command.Edit command, Consumer<Response> then) {
    last(call, asking, shards.of(command.order()), command, then);
  }

  /**
   * Overwrites many records.
   *
   * @param count of ids, from 0
   * @param command for a range of ids
   */
  private record Fill(Service service, int count, Function<Range, Command> command) {}

  /** Step after step, as production does it, but with steps of a few ids. */
  private void fill(Fill fill, ClientCall call, CommandContext asking, Consumer<Response> then) {
    step(fill, 0, call, asking, then);
  }

  /** All shards of a service at once; when all have answered comes the next step. */
  private void step(
      Fill fill, int from, ClientCall call, CommandContext asking, Consumer<Response> then) {
    int to = Math.min(fill.count(), from + gateway.stepOfFill());
    CommandContext step = gateway.patient(asking).part(Integer.toString(from));
    List<ShardId> all = shards.of(fill.service());
    List<Response> responses = new ArrayList<>();
    for (ShardId shard : all) {
      last(
          call,
          step.part(Integer.toString(shard.index())),
          shard,
          fill.command().apply(new Range(from, to)),
          response -> {
            responses.add(response);
            if (responses.size() == all.size()) {
              Response together = together(responses);
              if (to < fill.count() && together instanceof Response.Success) {
                step(fill, to, call, asking, then);
              } else {
                then.accept(together);
              }
            }
          });
    }
  }

  private static Response together(List<Response> responses) {
    for (Response response : responses) {
      if (response instanceof Response.Unavailable) {
        return new Response.Unavailable(true);
      }
    }
    for (Response response : responses) {
      if (response instanceof Response.Refused) {
        return response;
      }
    }
    return responses.getFirst();
  }

  private void last(
      ClientCall call,
      CommandContext asking,
      ShardId shard,
      Command command,
      Consumer<Response> then) {
    ask(call, asking, shard, command, then, answer -> then.accept(response(answer)));
  }

  void ask(
      ClientCall call,
      CommandContext asking,
      ShardId shard,
      Command command,
      Consumer<Response> otherwise,
      Consumer<Answer> then) {
    gateway.ask(
        call,
        asking,
        shard,
        command,
        outcome -> {
          switch (outcome) {
            case SimulatedGateway.Outcome.Answered answered -> then.accept(answered.answer());
            case SimulatedGateway.Outcome.Overloaded none ->
                otherwise.accept(new Response.Unavailable(false));
            case SimulatedGateway.Outcome.NoAnswer none ->
                otherwise.accept(new Response.Unavailable(true));
          }
        });
  }

  static Response response(Answer answer) {
    return answer instanceof Answer.Refused refused
        ? new Response.Refused(refused.refusal())
        : new Response.Success(answer);
  }
}
