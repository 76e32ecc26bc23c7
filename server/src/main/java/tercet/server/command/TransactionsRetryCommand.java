package tercet.server.command;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code tercet transactions retry}. */
@Command(
    name = "retry",
    description =
        "Wakes all records of a transaction now: each asks again what it waits for. It changes no"
            + " outcome and does no harm.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:It was woken.",
      "1:It is not open at any node that answered.",
      "2:The node does not answer, or an option is wrong."
    })
final class TransactionsRetryCommand extends InterventionCommand {
  @Option(names = "--why", paramLabel = "TEXT", description = "The reason for the audit log.")
  private String why = "retry by hand";

  @Override
  String action() {
    return "retry";
  }

  @Override
  String why() {
    return why;
  }

  @Override
  void print(Map<String, Object> reply) {
    for (Map<?, ?> record : objects(reply, "woken")) {
      say(
          "Woke the %s at %s on %s. Before that: %s"
              .formatted(
                  text(record, "role"),
                  text(record, "shard"),
                  text(record, "node"),
                  text(record, "summary")));
    }
  }
}
