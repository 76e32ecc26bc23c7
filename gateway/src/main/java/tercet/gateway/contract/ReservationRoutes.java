package tercet.gateway.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Line;
import tercet.kernel.command.Pieces;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.runtime.request.CommandContext;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;
import tercet.runtime.request.ShardClient;

/**
 * Holds stock for an order, and gives it up. The gateway asks one shard after the other: the
 * order's for its lines, the user's for a place among the reserved orders, those of the items to
 * keep the pieces, and the order's to remember it. All that is begun and not finished ends by
 * itself at the time that it was asked for, so nothing has to be agreed on.
 */
final class ReservationRoutes {
  private static final AnswerReplies REPLIES = new AnswerReplies("order_id");
  private static final long ALL = 0;

  private final ShardClient requests;
  private final ReservationLimits limits;

  ReservationRoutes(ShardClient requests, ReservationLimits limits) {
    this.requests = requests;
    this.limits = limits;
  }

  List<Route> routes() {
    return List.of(
        Route.write(
            "/orders/reserve/{order_id}/{seconds}",
            "Hold the stock of an order for some seconds; again for longer.",
            List.of(new ReplyField("reserved_until", ReplyField.Type.TIME)),
            this::reserve),
        Route.write(
            "/orders/release/{order_id}",
            "Give up the stock that is held for an order.",
            ReplyField.DONE,
            this::release));
  }

  private HttpReply reserve(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    OrderId order = call.order(0);
    int seconds = call.count(1);
    if (seconds > limits.longest().toSeconds()) {
      return Problem.badSeconds(limits.longest().toSeconds());
    }
    Instant asked = wholeSecond(requests.now()).plusSeconds(seconds);
    if (!(requests.ask(asking.part("lines"), shard(order), new Command.FindOrder(order))
            instanceof Answer.OrderFound found)
        || found.paid()) {
      return decide(asking, order, List.of(), asked); // it says why not
    }
    Command slot = new Command.TakeSlot(found.user(), order, asked, limits.ordersPerUser());
    Answer place = requests.ask(asking.part("slot"), requests.shards().of(found.user()), slot);
    if (!(place instanceof Answer.Reserved(Instant until))) {
      return REPLIES.of(place);
    }
    List<Pieces> pieces = pieces(found.lines());
    Map<ShardId, List<Pieces>> parts = byShard(pieces);
    long attempt = asking.id().generation();
    List<Callable<Answer>> questions = new ArrayList<>(parts.size());
    parts.forEach((shard, part) -> {
      Command keep = new Command.KeepPieces(order, part, until, attempt);
      questions.add(() -> requests.ask(asking.part(name(shard, part)), shard, keep));
    });
    Instant first = Instant.MAX;
    for (Answer answer : AskedTogether.answers(questions)) {
      if (answer instanceof Answer.Reserved kept) {
        first = kept.until().isBefore(first) ? kept.until() : first;
      } else {
        free(asking, order, parts, attempt);
        return REPLIES.of(answer);
      }
    }
    Instant kept = parts.isEmpty() ? until : first;
    Answer decided = requests.ask(asking, shard(order), new Command.Reserve(order, pieces, kept));
    if (decided instanceof Answer.Refused) {
      free(asking, order, parts, attempt);
    }
    return REPLIES.of(decided);
  }

  private HttpReply decide(CommandContext asking, OrderId order, List<Pieces> pieces, Instant until)
      throws OverloadedException, NoAnswerException {
    return REPLIES.of(
        requests.ask(asking, shard(order), new Command.Reserve(order, pieces, until)));
  }

  private HttpReply release(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    OrderId order = call.order(0);
    Answer found = requests.ask(asking.part("lines"), shard(order), new Command.FindOrder(order));
    Answer decided = requests.ask(asking, shard(order), new Command.Release(order));
    if (decided instanceof Answer.Done && found instanceof Answer.OrderFound held) {
      free(asking, order, byShard(pieces(held.lines())), ALL);
    }
    return REPLIES.of(decided);
  }

  /**
   * Gives pieces back.
   *
   * @param attempt those that only this request has kept, or all
   * @throws NoAnswerException if a shard does not say that it has: the request may be repeated, and
   *     what is kept ends by itself
   */
  private void free(
      CommandContext asking, OrderId order, Map<ShardId, List<Pieces>> parts, long attempt)
      throws NoAnswerException {
    List<Callable<Answer>> questions = new ArrayList<>(parts.size());
    parts.forEach((shard, part) -> {
      List<ItemId> items = part.stream().map(Pieces::item).toList();
      Command free = new Command.FreePieces(order, items, attempt);
      questions.add(() -> requests.ask(asking.part("free-" + name(shard, part)), shard, free));
    });
    AskedTogether.answers(questions);
  }

  private static List<Pieces> pieces(List<Line> lines) {
    return lines.stream().map(line -> new Pieces(line.item(), line.quantity())).toList();
  }

  private Map<ShardId, List<Pieces>> byShard(List<Pieces> pieces) {
    Map<ShardId, List<Pieces>> parts = new LinkedHashMap<>();
    for (Pieces one : pieces) {
      parts.computeIfAbsent(requests.shards().of(one.item()), made -> new ArrayList<>()).add(one);
    }
    return parts;
  }

  /**
   * The name of a shard's part. It depends on the pieces: a request that is repeated under its
   * Idempotency-Key after the order has grown must not get the answer for fewer.
   */
  private static String name(ShardId shard, List<Pieces> part) {
    StringBuilder text = new StringBuilder();
    for (Pieces one : part) {
      text.append(one.item().value()).append('\n').append(one.quantity().value()).append('\n');
    }
    long hash = new CommandId(text.toString(), false).generation();
    return "keep-" + shard.index() + "-" + Long.toHexString(hash);
  }

  private static Instant wholeSecond(Instant now) {
    return Instant.ofEpochSecond(now.getEpochSecond() + (now.getNano() > 0 ? 1 : 0));
  }

  private ShardId shard(OrderId order) {
    return requests.shards().of(order);
  }
}
