package tercet.testing.simulator.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Pieces;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.request.CommandContext;

/** Reserves an order and releases it, as the real gateway does it. */
final class ReserveRequest {
  /** Orders that a user may have reserved: few, so that the limit is met. */
  static final int PER_USER = 2;

  /** So long an order may be reserved in all: short enough to be met. */
  static final Duration LONGEST = Duration.ofSeconds(3_602);

  private final SimulatedGateway gateway;
  private final Endpoints endpoints;
  private final Shards shards;

  ReserveRequest(SimulatedGateway gateway, Endpoints endpoints) {
    this.gateway = gateway;
    this.endpoints = endpoints;
    this.shards = gateway.shards();
  }

  void reserve(
      ClientCall call, CommandContext asking, Operation.Reserve reserve, Consumer<Response> then) {
    OrderId order = reserve.order();
    Instant asked = wholeSecond(gateway.now()).plusSeconds(reserve.seconds());
    Command begin = new Command.BeginReserve(order, asking.id());
    endpoints.ask(
        call,
        asking.part("begin"),
        shards.of(order),
        begin,
        then,
        answer -> {
          switch (answer) {
            case Answer.ReserveBegun begun ->
                new Attempt(call, asking, order, begun, then).run(asked);
            case Answer.Reserved earlier -> then.accept(Endpoints.response(earlier));
            case Answer refused ->
                endpoints.ask(
                    call,
                    asking,
                    shards.of(order),
                    refusing(order, refused),
                    then,
                    decided -> then.accept(Endpoints.response(decided)));
          }
        });
  }

  private static Command refusing(OrderId order, Answer answer) {
    return switch (answer) {
      case Answer.Refused refused -> new Command.RefuseReserve(order, refused.refusal());
      case Answer other -> throw new IllegalStateException("not an answer to a part: " + other);
    };
  }

  void release(ClientCall call, CommandContext asking, OrderId order, Consumer<Response> then) {
    endpoints.ask(
        call,
        asking,
        shards.of(order),
        new Command.Release(order),
        then,
        decided -> {
          Response response = Endpoints.response(decided);
          if (decided instanceof Answer.Released(List<ItemId> items, long attempt)) {
            free(call, order, items, 0, attempt, then, () -> then.accept(response));
          } else {
            then.accept(response);
          }
        });
  }

  private void free(
      ClientCall call,
      OrderId order,
      List<ItemId> items,
      long after,
      long upTo,
      Consumer<Response> otherwise,
      Runnable then) {
    together(
        call,
        gateway.begin(),
        byShard(items, item -> item),
        part -> new Command.FreePieces(order, part, after, upTo),
        otherwise,
        answers -> then.run());
  }

  /** One attempt after its begin. It is never said that nothing was begun. */
  private final class Attempt {
    private final ClientCall call;
    private final CommandContext asking;
    private final CommandContext run = gateway.begin();
    private final OrderId order;
    private final Answer.ReserveBegun begun;
    private final List<Pieces> pieces;
    private final Consumer<Response> then;
    private final Consumer<Response> otherwise;

    Attempt(
        ClientCall call,
        CommandContext asking,
        OrderId order,
        Answer.ReserveBegun begun,
        Consumer<Response> then) {
      this.call = call;
      this.asking = asking;
      this.order = order;
      this.begun = begun;
      this.pieces =
          begun.lines().stream().map(line -> new Pieces(line.item(), line.quantity())).toList();
      this.then = then;
      this.otherwise = none -> then.accept(new Response.Unavailable(true));
    }

    void run(Instant asked) {
      Instant wanted = asked.isAfter(begun.until()) ? asked : begun.until();
      Command take =
          new Command.TakeSlot(begun.user(), order, begun.attempt(), wanted, PER_USER, LONGEST);
      endpoints.ask(
          call,
          run.part("slot"),
          shards.of(begun.user()),
          take,
          otherwise,
          answer -> {
            switch (answer) {
              case Answer.Reserved(Instant until) -> keep(until);
              case Answer refused -> decide(refusing(order, refused), this::end);
            }
          });
    }

    private void keep(Instant until) {
      together(
          call,
          run,
          byShard(pieces, Pieces::item),
          part ->
              new Command.KeepPieces(
                  order, begun.generation(), begun.attempt(), begun.reserved(), part, until),
          otherwise,
          answers -> {
            Instant first = until;
            for (Answer answer : answers) {
              if (!(answer instanceof Answer.Reserved kept)) {
                decide(refusing(order, answer), this::end);
                return;
              }
              first = kept.until().isBefore(first) ? kept.until() : first;
            }
            decide(new Command.Reserve(order, begun.attempt(), pieces, first), this::end);
          });
    }

    private void decide(Command command, Consumer<Answer> decided) {
      endpoints.ask(call, asking, shards.of(order), command, otherwise, decided);
    }

    private void end(Answer decided) {
      Response response = Endpoints.response(decided);
      if (!(decided instanceof Answer.Refused)) {
        then.accept(response);
        return;
      }
      List<ItemId> items = pieces.stream().map(Pieces::item).toList();
      Command give = new Command.GiveSlot(begun.user(), order, begun.attempt(), begun.until());
      Runnable giveBack =
          () ->
              endpoints.ask(
                  call,
                  run.part("give"),
                  shards.of(begun.user()),
                  give,
                  otherwise,
                  done -> then.accept(response));
      free(call, order, items, begun.reserved(), begun.attempt(), otherwise, giveBack);
    }
  }

  /** Asks all shards at once. One that does not answer ends the request when all have ended. */
  private <T> void together(
      ClientCall call,
      CommandContext run,
      Map<ShardId, List<T>> parts,
      Function<List<T>, Command> command,
      Consumer<Response> otherwise,
      Consumer<List<Answer>> then) {
    if (parts.isEmpty()) {
      then.accept(List.of());
      return;
    }
    List<Answer> answers = new ArrayList<>();
    List<Response> failed = new ArrayList<>();
    Runnable ended =
        () -> {
          if (answers.size() + failed.size() == parts.size()) {
            if (failed.isEmpty()) {
              then.accept(answers);
            } else {
              otherwise.accept(new Response.Unavailable(true));
            }
          }
        };
    parts.forEach((shard, part) ->
        endpoints.ask(
            call,
            run.part(Integer.toString(shard.index())),
            shard,
            command.apply(part),
            none -> {
              failed.add(none);
              ended.run();
            },
            answer -> {
              answers.add(answer);
              ended.run();
            }));
  }

  private <T> Map<ShardId, List<T>> byShard(List<T> all, Function<T, ItemId> item) {
    Map<ShardId, List<T>> parts = new LinkedHashMap<>();
    for (T one : all) {
      ShardId shard = shards.of(item.apply(one));
      parts.computeIfAbsent(shard, made -> new ArrayList<>()).add(one);
    }
    return parts;
  }

  private static Instant wholeSecond(Instant now) {
    return Instant.ofEpochSecond(now.getEpochSecond() + (now.getNano() > 0 ? 1 : 0));
  }
}
