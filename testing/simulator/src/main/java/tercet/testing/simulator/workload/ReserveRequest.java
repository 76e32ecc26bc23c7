package tercet.testing.simulator.workload;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Line;
import tercet.kernel.command.Pieces;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.request.CommandContext;

/** Reserves an order and releases it, as the real gateway does it. */
final class ReserveRequest {
  /** Orders that a user may have reserved: few, so that the limit is met. */
  static final int PER_USER = 2;

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
    Instant until = wholeSecond(gateway.now()).plusSeconds(reserve.seconds());
    lines(
        call,
        asking,
        order,
        then,
        answer -> {
          if (answer instanceof Answer.OrderFound found && !found.paid()) {
            slot(call, asking, found, until, then);
          } else {
            decide(call, asking, new Command.Reserve(order, List.of(), until), then);
          }
        });
  }

  private void lines(
      ClientCall call,
      CommandContext asking,
      OrderId order,
      Consumer<Response> otherwise,
      Consumer<Answer> then) {
    Command find = new Command.FindOrder(order);
    endpoints.ask(call, gateway.begin(), shards.of(order), find, otherwise, then);
  }

  private void slot(
      ClientCall call,
      CommandContext asking,
      Answer.OrderFound found,
      Instant until,
      Consumer<Response> then) {
    Command take = new Command.TakeSlot(found.user(), found.order(), until, PER_USER);
    endpoints.ask(
        call,
        asking.part("slot"),
        shards.of(found.user()),
        take,
        then,
        answer -> {
          if (answer instanceof Answer.Reserved(Instant place)) {
            keep(call, asking, found, place, then);
          } else {
            then.accept(Endpoints.response(answer));
          }
        });
  }

  private void keep(
      ClientCall call,
      CommandContext asking,
      Answer.OrderFound found,
      Instant until,
      Consumer<Response> then) {
    OrderId order = found.order();
    List<Pieces> pieces = pieces(found.lines());
    Map<ShardId, List<Pieces>> parts = byShard(pieces);
    long attempt = asking.id().generation();
    together(
        call,
        asking,
        parts,
        "",
        part -> new Command.KeepPieces(order, part, until, attempt),
        then,
        answers -> {
          Instant first = parts.isEmpty() ? until : Instant.MAX;
          for (Answer answer : answers) {
            if (!(answer instanceof Answer.Reserved kept)) {
              free(call, asking, order, parts, attempt, then, Endpoints.response(answer));
              return;
            }
            first = kept.until().isBefore(first) ? kept.until() : first;
          }
          Command reserve = new Command.Reserve(order, pieces, first);
          endpoints.ask(
              call,
              asking,
              shards.of(order),
              reserve,
              then,
              decided -> {
                Response response = Endpoints.response(decided);
                if (decided instanceof Answer.Refused) {
                  free(call, asking, order, parts, attempt, then, response);
                } else {
                  then.accept(response);
                }
              });
        });
  }

  private void decide(
      ClientCall call, CommandContext asking, Command.Edit command, Consumer<Response> then) {
    endpoints.edit(call, asking, command, then);
  }

  void release(ClientCall call, CommandContext asking, OrderId order, Consumer<Response> then) {
    lines(
        call,
        asking,
        order,
        then,
        answer ->
            decide(
                call,
                asking,
                new Command.Release(order),
                response -> {
                  if (response instanceof Response.Success
                      && answer instanceof Answer.OrderFound found) {
                    Map<ShardId, List<Pieces>> parts = byShard(pieces(found.lines()));
                    free(call, asking, order, parts, 0, then, response);
                  } else {
                    then.accept(response);
                  }
                }));
  }

  private void free(
      ClientCall call,
      CommandContext asking,
      OrderId order,
      Map<ShardId, List<Pieces>> parts,
      long attempt,
      Consumer<Response> otherwise,
      Response response) {
    together(
        call,
        asking,
        parts,
        "free-",
        part -> {
          List<ItemId> items = part.stream().map(Pieces::item).toList();
          return new Command.FreePieces(order, items, attempt);
        },
        otherwise,
        answers -> otherwise.accept(response));
  }

  /** Asks all shards at once. One that does not answer ends the request when all have ended. */
  private void together(
      ClientCall call,
      CommandContext asking,
      Map<ShardId, List<Pieces>> parts,
      String prefix,
      Function<List<Pieces>, Command> command,
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
            asking.part(prefix + name(shard, part)),
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

  private static List<Pieces> pieces(List<Line> lines) {
    return lines.stream().map(line -> new Pieces(line.item(), line.quantity())).toList();
  }

  private Map<ShardId, List<Pieces>> byShard(List<Pieces> pieces) {
    Map<ShardId, List<Pieces>> parts = new LinkedHashMap<>();
    for (Pieces one : pieces) {
      parts.computeIfAbsent(shards.of(one.item()), made -> new ArrayList<>()).add(one);
    }
    return parts;
  }

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
}
