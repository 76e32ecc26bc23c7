package tercet.gateway.operate;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.JsonTree;
import tercet.kernel.command.Command;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;

/** The commands that settle a transaction, as far as nodes have told that it is quarantined. */
final class Settling {
  static final String GENERATION = "order_generation";
  static final String INCARNATION = "order_incarnation";
  static final String OUTCOME = "outcome";

  private Settling() {}

  /**
   * One command for each attempt under this id that is quarantined; mostly one. A node of a version
   * that cannot be settled does not tell which attempt it was, and is left out.
   *
   * @param known what the nodes tell of the transaction
   */
  static Set<Command.Settle> commands(String id, Reports known, RuledOutcome settlement) {
    Set<Command.Settle> commands = new LinkedHashSet<>();
    for (LocalAnswers.Line doubt : known.ofKinds(Set.of(LocalAnswers.DOUBT))) {
      Map<String, Object> told = JsonTree.object(doubt.json());
      if (!told.containsKey(GENERATION)) {
        continue;
      }
      commands.add(
          new Command.Settle(
              new OrderId(String.valueOf(told.get("order_id"))),
              new TransactionId(id),
              number(told.get(GENERATION)),
              number(told.get(INCARNATION)),
              settlement));
    }
    return commands;
  }

  private static long number(@Nullable Object told) {
    return told instanceof Number number ? number.longValue() : 0;
  }

  /**
   * The outcome that a request names.
   *
   * @throws QueryParameters.BadQueryException if it names none
   */
  static RuledOutcome settlement(String query) {
    String outcome = QueryParameters.parse(query, Set.of(OUTCOME)).text(OUTCOME);
    for (RuledOutcome one : RuledOutcome.values()) {
      if (word(one).equals(outcome)) {
        return one;
      }
    }
    throw new QueryParameters.BadQueryException(
        "Which outcome? Say outcome=paid, outcome=unpaid or outcome=closed.");
  }

  static String word(RuledOutcome settlement) {
    return settlement.name().toLowerCase(Locale.ROOT);
  }
}
