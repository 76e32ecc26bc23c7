package tercet.server.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code tercet transactions list}. */
@Command(
    name = "list",
    description =
        "Lists open transactions, the oldest first, and participants that have heard no outcome."
            + " With --ended those that ended within the last hour, the last one first.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:The list is printed, perhaps with the names of nodes that did not answer.",
      "1:The node refused.",
      "2:The node does not answer, or an option is wrong."
    })
final class TransactionsListCommand extends AdminCommand {
  @Option(names = "--ended", description = "Transactions that are over.")
  private boolean ended;

  @Option(names = "--order", paramLabel = "ID", description = "Only of this order.")
  private @Nullable String order;

  @Option(names = "--user", paramLabel = "ID", description = "Only of this user.")
  private @Nullable String user;

  @Option(names = "--item", paramLabel = "ID", description = "Only with this item; not --ended.")
  private @Nullable String item;

  @Option(names = "--protocol", paramLabel = "NAME", description = "Only of this protocol.")
  private @Nullable String protocol;

  @Option(
      names = "--state",
      paramLabel = "NAME",
      description = "Only in this state, as docs/protocols has it; --ended: paid or aborted.")
  private @Nullable String state;

  @Option(
      names = "--waits-for",
      paramLabel = "NAME",
      description = "Only those that wait for this service (payment), shard (payment/7) or node.")
  private @Nullable String waitsFor;

  @Option(
      names = "--unreachable",
      description = "Only those that wait for a shard that cannot be reached.")
  private boolean unreachable;

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      description = "Only those that began so long ago: 5s, 2m or 1h.")
  private @Nullable String olderThan;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description =
          "Records of this role: coordinator, participant, outcome, refund or all. Without"
              + " it, coordinators, and participants in doubt.")
  private @Nullable String role;

  @Option(names = "--limit", paramLabel = "N", description = "Lines at most, up to 500.")
  private int limit = 100;

  @Option(
      names = "--after",
      paramLabel = "PLACE",
      description = "Go on after this place, which the last list has named.")
  private @Nullable String after;

  @Override
  ExitStatus ask(AdminPort admin) throws AdminPort.UnavailableException {
    Map<String, @Nullable String> query = new LinkedHashMap<>();
    query.put("order", order);
    query.put("user", user);
    query.put("item", item);
    query.put("protocol", protocol);
    query.put("state", state);
    query.put("waits-for", waitsFor);
    query.put("unreachable", unreachable ? "true" : null);
    query.put("older-than", olderThan);
    query.put("role", role);
    query.put("after", after);
    query.put("limit", Integer.toString(limit));
    StringJoiner text = new StringJoiner("&", "?", "");
    query.forEach((name, value) -> {
      if (value != null) {
        text.add(name + "=" + AdminPort.encoded(value));
      }
    });
    String path = ended ? "/transactions/ended" : "/transactions";
    return print(admin.get(path + text), ended ? this::printEnded : this::printOpen);
  }

  private void printOpen(Map<String, Object> reply) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("AGE", "PROTOCOL", "STATE", "ORDER", "USER", "TRIES", "WAITS FOR", "TRANSACTION"));
    for (Map<?, ?> one : objects(reply, "transactions")) {
      rows.add(
          List.of(
              age(one),
              text(one, "protocol"),
              text(one, "state"),
              text(one, "order_id"),
              text(one, "user_id"),
              text(one, "attempts"),
              awaited(one),
              text(one, "transaction_id")));
    }
    print(rows, "Nothing is open.");
    if (reply.get("next") != null) {
      say("There are more: repeat this with --after " + text(reply, "next"));
    }
  }

  private void printEnded(Map<String, Object> reply) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("ENDED", "TOOK", "PROTOCOL", "STATE", "REFUSAL", "ORDER", "USER", "TRANSACTION"));
    for (Map<?, ?> one : objects(reply, "transactions")) {
      rows.add(
          List.of(
              text(one, "ended"),
              age(one),
              text(one, "protocol"),
              text(one, "state"),
              text(one, "refusal"),
              text(one, "order_id"),
              text(one, "user_id"),
              text(one, "transaction_id")));
    }
    print(rows, "None has ended within the last hour, as far as the nodes remember.");
  }

  private void print(List<List<String>> rows, String none) {
    if (rows.size() == 1) {
      say(none);
      return;
    }
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
      }
      say(line.toString().stripTrailing());
    }
  }

  static String age(Map<?, ?> one) {
    return one.get("age_ms") instanceof Long millis
        ? String.format(Locale.ROOT, "%.1f s", millis / 1_000.0)
        : "-";
  }

  private static String awaited(Map<?, ?> one) {
    return objects(one, "waits_for").stream()
        .map(shard ->
            text(shard, "shard")
                + " on "
                + text(shard, "nodes").replaceAll("[\\[\\]]", "")
                + (Boolean.FALSE.equals(shard.get("reachable")) ? " (unreachable)" : ""))
        .collect(Collectors.joining("; "));
  }
}
