package tercet.gateway.operate;

import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Parameter;
import tercet.gateway.contract.Problem;
import tercet.gateway.contract.StatusJson;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.UserId;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;
import tercet.runtime.request.ShardClient;

/**
 * The routes about one order, user or item: as clients see it, and where it is. {@code GET
 * /orders/ID}, {@code /users/ID}, {@code /items/ID}.
 */
final class RecordsApi {
  private final ShardClient asking;

  RecordsApi(ShardClient asking) {
    this.asking = asking;
  }

  /** Answers about a record, or 404 for another path. */
  HttpReply answer(OperatorApi.Call call) {
    String[] names = call.path().substring(1).split("/", -1);
    if (names.length != 2) {
      return OperatorApi.NONE.answer(call);
    }
    String id = QueryParameters.percentDecoded(names[1]);
    return switch (names[0]) {
      case "orders" -> isId(id) ? order(new OrderId(id)) : Problem.BAD_ID.reply();
      case "users" -> isId(id) ? user(new UserId(id)) : Problem.BAD_ID.reply();
      case "items" -> isId(id) ? item(new ItemId(id)) : Problem.BAD_ID.reply();
      default -> OperatorApi.NONE.answer(call);
    };
  }

  private static boolean isId(String text) {
    return Parameter.isId(text);
  }

  private HttpReply order(OrderId id) {
    ShardId shard = asking.shards().of(id);
    return ask(shard, new Command.FindOrder(id));
  }

  private HttpReply user(UserId id) {
    return ask(asking.shards().of(id), new Command.FindBalance(id));
  }

  private HttpReply item(ItemId id) {
    return ask(asking.shards().of(id), new Command.FindBalance(id));
  }

  private HttpReply ask(ShardId shard, Command command) {
    Answer answer;
    try {
      answer = asking.ask(asking.begin(), shard, command);
    } catch (OverloadedException busy) {
      return Problem.OVERLOADED.reply();
    } catch (NoAnswerException none) {
      return OperatorProblem.NO_ANSWER.reply(
          "Shard %s did not answer. Look at the overview for nodes that are away."
              .formatted(PartJson.name(shard)));
    }
    if (answer instanceof Answer.Refused refused) {
      return OperatorProblem.UNKNOWN_RECORD.reply(refused.refusal().sentence());
    }
    Answer.StatusFound status = status(shard, command);
    return HttpReply.ok(json -> {
      json.writeStringField("shard", PartJson.name(shard));
      if (answer instanceof Answer.ItemFound item) {
        json.writeNumberField("stock", item.stock().value());
        json.writeNumberField("price", item.price().value());
        json.writeNumberField("held", item.held().value());
      } else if (answer instanceof Answer.AccountFound user) {
        json.writeStringField("user_id", user.user().value());
        json.writeNumberField("credit", user.credit().value());
      } else if (answer instanceof Answer.OrderFound order) {
        json.writeStringField("order_id", order.order().value());
        json.writeStringField("user_id", order.user().value());
        json.writeBooleanField("paid", order.paid());
        json.writeNumberField("total_cost", order.total().value());
        if (order.isReserved()) {
          json.writeStringField("reserved_until", order.reservedUntil().toString());
        }
        StatusJson.lines(json, "items", order.lines());
        if (status != null) {
          json.writeObjectFieldStart("progress");
          new StatusJson(asking::began).write(json, status);
          json.writeEndObject();
        }
      }
    });
  }

  /** How far an order is; null for other records, and if no answer comes. */
  private Answer.@Nullable StatusFound status(ShardId shard, Command command) {
    if (!(command instanceof Command.FindOrder find)) {
      return null;
    }
    try {
      Answer answer = asking.ask(asking.begin(), shard, new Command.FindStatus(find.order()));
      return answer instanceof Answer.StatusFound found ? found : null;
    } catch (OverloadedException | NoAnswerException none) {
      return null;
    }
  }
}
