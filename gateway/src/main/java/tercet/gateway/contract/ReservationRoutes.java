package tercet.gateway.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Pieces;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.runtime.request.CommandContext;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;
import tercet.runtime.request.ShardClient;

/**
 * Holds stock for an order, and gives it up. The gateway asks one shard after the other: the
 * order's for the number of this attempt and the lines, the user's for a place among the reserved
 * orders, those of the items to keep the pieces, and the order's to decide it. All that is begun
 * and not finished ends by itself at the time that it was asked for, so nothing has to be agreed
 * on.
 */
final class ReservationRoutes {
  private static final AnswerReplies REPLIES = new AnswerReplies("order_id");

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
    Command begin = new Command.BeginReserve(order, asking.id());
    return switch (requests.ask(asking.part("begin"), shard(order), begin)) {
      case Answer.ReserveBegun begun -> REPLIES.of(new Attempt(asking, order, begun).run(asked));
      case Answer.Reserved earlier -> REPLIES.of(earlier);
      case Answer answer -> REPLIES.of(requests.ask(asking, shard(order), refusing(order, answer)));
    };
  }

  private static Command refusing(OrderId order, Answer answer) {
    return switch (answer) {
      case Answer.Refused refused -> new Command.RefuseReserve(order, refused.refusal());
      case Answer other -> throw new IllegalStateException("not an answer to a part: " + other);
    };
  }

  private HttpReply release(RouteCall call, CommandContext asking)
      throws OverloadedException, NoAnswerException {
    OrderId order = call.order(0);
    Answer decided = requests.ask(asking, shard(order), new Command.Release(order));
    if (decided instanceof Answer.Released(List<ItemId> items, long attempt)) {
      free(order, items, 0, attempt);
    }
    return REPLIES.of(decided);
  }

  /**
   * Gives pieces back that no reservation needs. That does nothing when it is done again or comes
   * late, so each run asks under a name of its own.
   *
   * @param after the largest number of an attempt that keeps its pieces
   * @param upTo the largest number of one that gives them back
   * @throws NoAnswerException if a shard does not say that it has: the request may be repeated, and
   *     what is kept ends by itself
   */
  private void free(OrderId order, List<ItemId> items, long after, long upTo)
      throws NoAnswerException {
    CommandContext run = requests.begin();
    List<Callable<Answer>> questions = new ArrayList<>();
    byShard(items, item -> item)
        .forEach((shard, part) -> {
          Command free = new Command.FreePieces(order, part, after, upTo);
          questions.add(() -> requests.ask(run.part(name(shard)), shard, free));
        });
    AskedTogether.answers(questions);
  }

  /**
   * One attempt to reserve an order, after its begin. Only the order's shard decides how it ends,
   * under the id of the client's request; a part of it has another name in each run, so that it
   * takes effect again when a client repeats its request.
   */
  private final class Attempt {
    private final CommandContext asking;
    private final CommandContext run = requests.begin();
    private final OrderId order;
    private final Answer.ReserveBegun begun;
    private final List<Pieces> pieces;

    Attempt(CommandContext asking, OrderId order, Answer.ReserveBegun begun) {
      this.asking = asking;
      this.order = order;
      this.begun = begun;
      this.pieces =
          begun.lines().stream().map(line -> new Pieces(line.item(), line.quantity())).toList();
    }

    Answer run(Instant asked) throws NoAnswerException {
      Instant wanted = asked.isAfter(begun.until()) ? asked : begun.until();
      Answer place =
          ask(
              run.part("slot"),
              requests.shards().of(begun.user()),
              new Command.TakeSlot(
                  begun.user(),
                  order,
                  begun.attempt(),
                  wanted,
                  limits.ordersPerUser(),
                  limits.longestInAll()));
      if (!(place instanceof Answer.Reserved(Instant until))) {
        return end(decide(refusing(order, place))); // an earlier run may have kept some
      }
      Instant first = until;
      for (Answer answer : keep(until)) {
        if (!(answer instanceof Answer.Reserved kept)) {
          return end(decide(refusing(order, answer)));
        }
        first = kept.until().isBefore(first) ? kept.until() : first;
      }
      return end(decide(new Command.Reserve(order, begun.attempt(), pieces, first)));
    }

    private List<Answer> keep(Instant until) throws NoAnswerException {
      List<Callable<Answer>> questions = new ArrayList<>();
      byShard(pieces, Pieces::item)
          .forEach((shard, part) -> {
            Command keep =
                new Command.KeepPieces(
                    order, begun.generation(), begun.attempt(), begun.reserved(), part, until);
            questions.add(() -> requests.ask(run.part(name(shard)), shard, keep));
          });
      return AskedTogether.answers(questions);
    }

    /** The answer to the client, for good. */
    private Answer decide(Command command) throws NoAnswerException {
      return ask(asking, shard(order), command);
    }

    /** Gives back what a refused attempt has kept. It can succeed no more, also in another run. */
    private Answer end(Answer decided) throws NoAnswerException {
      if (decided instanceof Answer.Refused) {
        List<ItemId> items = pieces.stream().map(Pieces::item).toList();
        free(order, items, begun.reserved(), begun.attempt());
        Command give = new Command.GiveSlot(begun.user(), order, begun.attempt(), begun.until());
        ask(run.part("give"), requests.shards().of(begun.user()), give);
      }
      return decided;
    }

    /** Never says that nothing was begun. */
    private Answer ask(CommandContext part, ShardId shard, Command command)
        throws NoAnswerException {
      try {
        return requests.ask(part, shard, command);
      } catch (OverloadedException later) {
        throw new NoAnswerException();
      }
    }
  }

  private <T> Map<ShardId, List<T>> byShard(List<T> all, Function<T, ItemId> item) {
    Map<ShardId, List<T>> parts = new LinkedHashMap<>();
    for (T one : all) {
      ShardId shard = requests.shards().of(item.apply(one));
      parts.computeIfAbsent(shard, made -> new ArrayList<>()).add(one);
    }
    return parts;
  }

  private static String name(ShardId shard) {
    return Integer.toString(shard.index());
  }

  private static Instant wholeSecond(Instant now) {
    return Instant.ofEpochSecond(now.getEpochSecond() + (now.getNano() > 0 ? 1 : 0));
  }

  private ShardId shard(OrderId order) {
    return requests.shards().of(order);
  }
}
