package tercet.server.command;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** The command {@code tercet transactions quarantined}. */
@Command(
    name = "quarantined",
    description =
        "Lists participants whose question for an outcome cannot be answered, because records are"
            + " gone, and stored records that cannot be read.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:The list is printed; it may be empty.",
      "1:The node refused.",
      "2:The node does not answer, or an option is wrong."
    })
final class TransactionsQuarantinedCommand extends AdminCommand {
  @Override
  ExitStatus ask(AdminPort admin) throws AdminPort.UnavailableException {
    return print(admin.get("/quarantine"), this::printAll);
  }

  private void printAll(Map<String, Object> reply) {
    List<Map<?, ?>> doubts = objects(reply, "doubts");
    List<Map<?, ?>> unreadable = objects(reply, "unreadable");
    for (Map<?, ?> doubt : doubts) {
      say(
          "In doubt since %s: transaction %s of order %s at %s. %s: %s."
              .formatted(
                  text(doubt, "since"),
                  text(doubt, "transaction_id"),
                  text(doubt, "order_id"),
                  text(doubt, "participant"),
                  text(doubt, "order_shard"),
                  text(doubt, "reason")));
    }
    for (Map<?, ?> record : unreadable) {
      say(
          "Unreadable on %s: %s. %s"
              .formatted(text(record, "node"), text(record, "record"), text(record, "reason")));
    }
    if (doubts.isEmpty() && unreadable.isEmpty()) {
      say("Nothing is in quarantine.");
    } else {
      say("See docs/operate/quarantine.md before you settle one, and docs/operate/damage.md.");
    }
  }
}
