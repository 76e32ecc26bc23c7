package tercet.gateway.operate;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.JsonTree;
import tercet.kernel.command.AbortRuling;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.command.SettleRuling;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;
import tercet.runtime.inspect.NodeInspector;
import tercet.runtime.inspect.PeerInspections;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;
import tercet.runtime.request.ShardClient;

/**
 * The actions of an operator on a transaction. The kernel decides about them: a retry is a wake-up
 * before its time, an abort and a settlement are commands to the order's shard. Each needs a name
 * and a reason, and is in the audit log before it happens.
 */
final class Interventions {
  private final NodeInspector node;
  private final PeerInspections peers;
  private final ShardClient asking;
  private final AuditLog audit;

  Interventions(NodeInspector node, PeerInspections peers, ShardClient asking, AuditLog audit) {
    this.node = node;
    this.peers = peers;
    this.asking = asking;
    this.audit = audit;
  }

  /**
   * The result of an action.
   *
   * @param word for the audit log
   */
  private record Result(String word, HttpReply reply) {}

  /** Wakes all its records, at all nodes, now. */
  HttpReply retry(String id, OperatorApi.Call call) {
    return audited("retry", id, call, () -> retry(id));
  }

  private Result retry(String id) {
    Reports reports = Reports.of(peers.ask(TransactionsApi.about(LocalAnswers.WAKE, id)));
    if (reports.lines().isEmpty()) {
      return unknown(id, reports);
    }
    HttpReply reply =
        HttpReply.ok(json -> {
          json.writeStringField("transaction_id", id);
          TransactionsApi.array(json, "woken", reports.lines());
          reports.writeSilent(json);
        });
    return new Result("woken: " + reports.lines().size() + " records", reply);
  }

  private static Result unknown(String id, Reports reports) {
    return new Result(
        "not open",
        OperatorProblem.UNKNOWN_TRANSACTION.reply(
            "Transaction %s is not open at any node that answered.%s"
                .formatted(id, reports.silence())));
  }

  /** Asks its order's shard to abort it. */
  HttpReply abort(String id, OperatorApi.Call call) {
    return audited("abort", id, call, () -> abort(id));
  }

  private Result abort(String id) {
    Reports reports = Reports.of(peers.ask(TransactionsApi.about(LocalAnswers.FIND, id)));
    List<LocalAnswers.Line> known = reports.lines();
    if (known.isEmpty()) {
      return unknown(id, reports);
    }
    OrderId order =
        new OrderId(String.valueOf(JsonTree.object(known.getFirst().json()).get("order_id")));
    Answer answer;
    try {
      answer =
          asking.ask(
              asking.begin(),
              asking.shards().of(order),
              new Command.Abort(order, new TransactionId(id)));
    } catch (OverloadedException | NoAnswerException none) {
      return new Result(
          "no answer",
          OperatorProblem.NO_ANSWER.reply(
              "The shard of order %s did not answer, so whether %s is aborted is not known. Look at"
                      .formatted(order.value(), id)
                  + " it, and ask again: a repeated abort does no harm."));
    }
    AbortRuling ruling =
        answer instanceof Answer.AbortRuled ruled ? ruled.ruling() : AbortRuling.NOT_OPEN;
    String word = ruling.name().toLowerCase(Locale.ROOT);
    return new Result(
        word,
        ruling.isAborted()
            ? HttpReply.ok(json -> {
              json.writeStringField("transaction_id", id);
              json.writeStringField("order_id", order.value());
              json.writeStringField("result", word);
              json.writeStringField("detail", ruling.sentence());
            })
            : OperatorProblem.CANNOT_ABORT.reply(
                "Transaction %s was not aborted. %s".formatted(id, ruling.sentence())));
  }

  /** Asks its order's shard to settle it, and wakes its participants. */
  HttpReply settle(String id, OperatorApi.Call call) {
    RuledOutcome settlement = Settling.settlement(call.query());
    return audited(
        "settle as " + Settling.word(settlement), id, call, () -> settle(id, settlement));
  }

  private Result settle(String id, RuledOutcome settlement) {
    Reports known = Reports.of(peers.ask(TransactionsApi.about(LocalAnswers.FIND, id)));
    Set<Command.Settle> commands = Settling.commands(id, known, settlement);
    if (commands.isEmpty()) {
      return new Result(
          "not quarantined",
          OperatorProblem.CANNOT_SETTLE.reply(
              "No participant of transaction %s is quarantined at any node of this version that"
                      .formatted(id)
                  + " answered. Look at it with show, and retry or abort it if it is open."
                  + known.silence()));
    }
    SettleRuling ruling = SettleRuling.SETTLED;
    int settled = 0;
    for (Command.Settle command : commands) {
      try {
        ruling =
            asking.ask(asking.begin(), asking.shards().of(command.order()), command)
                    instanceof Answer.SettleRuled ruled
                ? ruled.ruling()
                : SettleRuling.OPEN;
      } catch (OverloadedException | NoAnswerException none) {
        return new Result(
            "no answer",
            OperatorProblem.NO_ANSWER.reply(
                "The shard of order %s did not answer, so whether %s is settled is not known."
                        .formatted(command.order().value(), id)
                    + " Settle it again: the same outcome twice does no harm."));
      }
      if (!ruling.isSettled()) {
        break;
      }
      settled++;
    }
    String word = ruling.name().toLowerCase(Locale.ROOT);
    String sentence = ruling.sentence();
    if (!ruling.isSettled()) {
      return new Result(
          word,
          OperatorProblem.CANNOT_SETTLE.reply(
              settled == 0
                  ? "Transaction %s was not settled. %s".formatted(id, sentence)
                  : "Of %d attempts under the id %s, %d are settled, and the next one is not. %s"
                      .formatted(commands.size(), id, settled, sentence)));
    }
    Reports woken = Reports.of(peers.ask(TransactionsApi.about(LocalAnswers.SETTLED, id)));
    HttpReply reply =
        HttpReply.ok(json -> {
          json.writeStringField("transaction_id", id);
          json.writeStringField("order_id", commands.iterator().next().order().value());
          json.writeStringField(Settling.OUTCOME, Settling.word(settlement));
          json.writeStringField("result", word);
          json.writeStringField("detail", sentence);
          TransactionsApi.array(json, "woken", woken.lines());
          woken.writeSilent(json);
        });
    return new Result(word, reply);
  }

  private HttpReply audited(
      String what, String id, OperatorApi.Call call, Supplier<Result> action) {
    Actor actor = Actor.of(call);
    if (actor == null) {
      return Actor.missing();
    }
    String who = actor.who();
    String why = actor.why();
    try {
      audit.write(new AuditLog.Entry(node.now(), who, why, what, id, "asked"));
    } catch (IOException full) {
      return OperatorProblem.AUDIT_LOG.reply(
          "The audit log cannot be written (%s). Nothing was done.".formatted(full.getMessage()));
    }
    Result result = action.get();
    try {
      audit.write(new AuditLog.Entry(node.now(), who, why, what, id, result.word()));
    } catch (IOException full) {
      System.getLogger(Interventions.class.getName())
          .log(System.Logger.Level.ERROR, "The audit log lacks a result.", full);
    }
    return result.reply();
  }
}
