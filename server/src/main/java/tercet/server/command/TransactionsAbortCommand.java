package tercet.server.command;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code tercet transactions abort}. */
@Command(
    name = "abort",
    description =
        "Aborts an undecided transaction now, as its protocol would at its deadline. One that is"
            + " decided, or that its participants decide, is left alone, and the reply says why.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:It is aborted, now or before.",
      "1:It cannot be aborted, or is not open; the sentence says which.",
      "2:The node does not answer, or an option is wrong."
    })
final class TransactionsAbortCommand extends InterventionCommand {
  @Option(
      names = "--why",
      paramLabel = "TEXT",
      required = true,
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "The reason for the audit log.")
  private String why = "";

  @Override
  String action() {
    return "abort";
  }

  @Override
  String why() {
    return why;
  }

  @Override
  void print(Map<String, Object> reply) {
    say(
        "Transaction %s of order %s: %s"
            .formatted(
                text(reply, "transaction_id"), text(reply, "order_id"), text(reply, "detail")));
  }
}
