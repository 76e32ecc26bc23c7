package tercet.server.command;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code tercet transactions show}. */
@Command(
    name = "show",
    description = "Shows all that the nodes know of one transaction.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:A node knows it.",
      "1:No node that answered knows it.",
      "2:The node does not answer, or an option is wrong."
    })
final class TransactionsShowCommand extends AdminCommand {
  private static final List<String> FIELDS =
      List.of(
          "protocol",
          "state",
          "order_id",
          "user_id",
          "charge",
          "items",
          "shard",
          "node",
          "began",
          "deadline",
          "attempts",
          "next_wake",
          "last_refusal",
          "last_refusal_detail",
          "clients_waiting",
          "cannot_abort_because",
          "ended",
          "refusal",
          "refusal_detail",
          "reason",
          "participant",
          "order_shard",
          "since");

  @Parameters(
      paramLabel = "ID",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "The transaction.")
  private String id = "";

  @Override
  ExitStatus ask(AdminPort admin) throws AdminPort.UnavailableException {
    return print(admin.get("/transactions/" + AdminPort.encoded(id)), this::printAll);
  }

  private void printAll(Map<String, Object> reply) {
    say("Transaction " + text(reply, "transaction_id"));
    for (String list : List.of("records", "ended", "quarantined")) {
      for (Map<?, ?> record : objects(reply, list)) {
        say("");
        say(record.containsKey("role") ? text(record, "role") : list);
        if (record.containsKey("summary")) {
          say("  " + text(record, "summary"));
        }
        for (String field : FIELDS) {
          if (record.containsKey(field)) {
            say("  %-20s %s".formatted(field.replace('_', ' '), text(record, field)));
          }
        }
      }
    }
  }
}
