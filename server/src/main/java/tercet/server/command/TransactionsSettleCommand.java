package tercet.server.command;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code tercet transactions settle}. */
@Command(
    name = "settle",
    description =
        "Rules on a quarantined transaction: its participants follow the outcome, also one that"
            + " returns later. An outcome that the order's record still knows cannot be overruled."
            + " The ruling is for good. See docs/operate/quarantine.md.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:It is settled, now or before.",
      "1:It cannot be settled so, or is not quarantined; the sentence says which.",
      "2:The node does not answer, or an option is wrong."
    })
final class TransactionsSettleCommand extends InterventionCommand {
  @Parameters(
      paramLabel = "OUTCOME",
      index = "1",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description =
          "paid: participants in doubt do their part. unpaid: they give it back. closed: all stays"
              + " as it is, and none asks any more; you have corrected what is wrong.")
  private String outcome = "";

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      required = true,
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "The reason for the audit log.")
  private String why = "";

  @Override
  String action() {
    return "settle?outcome=" + AdminPort.encoded(outcome);
  }

  @Override
  String why() {
    return why;
  }

  @Override
  void print(Map<String, Object> reply) {
    say(
        "Transaction %s of order %s, %s: %s"
            .formatted(
                text(reply, "transaction_id"),
                text(reply, "order_id"),
                text(reply, "outcome"),
                text(reply, "detail")));
    for (Map<?, ?> record : objects(reply, "woken")) {
      say(
          "Woke the %s at %s on %s."
              .formatted(text(record, "role"), text(record, "shard"), text(record, "node")));
    }
  }
}
