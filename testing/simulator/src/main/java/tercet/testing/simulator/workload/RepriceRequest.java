package tercet.testing.simulator.workload;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Price;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Shards;
import tercet.runtime.request.CommandContext;

/** Takes the prices of now for an order, as the real gateway does it. */
final class RepriceRequest {
  private final SimulatedGateway gateway;
  private final Endpoints endpoints;
  private final Shards shards;

  RepriceRequest(SimulatedGateway gateway, Endpoints endpoints) {
    this.gateway = gateway;
    this.endpoints = endpoints;
    this.shards = gateway.shards();
  }

  void perform(ClientCall call, CommandContext asking, OrderId order, Consumer<Response> then) {
    endpoints.ask(
        call,
        gateway.begin(),
        shards.of(order),
        new Command.FindOrder(order),
        then,
        answer -> {
          Deque<ItemId> left = new ArrayDeque<>();
          if (answer instanceof Answer.OrderFound found) {
            found.lines().forEach(line -> left.add(line.item()));
          }
          Command.Reprice empty = new Command.Reprice(order, List.of(), List.of());
          reprice(call, asking, empty, left, then);
        });
  }

  /** Asks one item after the other for its price. */
  private void reprice(
      ClientCall call,
      CommandContext asking,
      Command.Reprice known,
      Deque<ItemId> left,
      Consumer<Response> then) {
    ItemId item = left.poll();
    if (item == null) {
      endpoints.edit(call, asking, known, then);
      return;
    }
    endpoints.ask(
        call,
        gateway.begin(),
        shards.of(item),
        new Command.FindBalance(item),
        then,
        answer -> {
          List<Price> prices = new ArrayList<>(known.prices());
          List<ItemId> unknown = new ArrayList<>(known.unknown());
          if (answer instanceof Answer.ItemFound found) {
            prices.add(new Price(item, found.price()));
          } else {
            unknown.add(item);
          }
          Command.Reprice more = new Command.Reprice(known.order(), prices, unknown);
          reprice(call, asking, more, left, then);
        });
  }
}
