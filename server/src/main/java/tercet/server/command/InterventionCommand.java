package tercet.server.command;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that does something to a transaction; the node writes it into its audit log. */
abstract class InterventionCommand extends AdminCommand {
  @Parameters(
      paramLabel = "ID",
      index = "0",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "The transaction.")
  private String id = "";

  @Option(
      names = "--who",
      paramLabel = "NAME",
      description = "Your name for the audit log; the user of this machine without it.")
  private @Nullable String who;

  /** The action, as in the route. */
  abstract String action();

  /** The reason for the audit log. */
  abstract String why();

  /** Prints a good reply for a person. */
  abstract void print(Map<String, Object> reply);

  @Override
  final ExitStatus ask(AdminPort admin) throws AdminPort.UnavailableException {
    String path = "/transactions/%s/%s".formatted(AdminPort.encoded(id), action());
    return print(admin.post(path, headers(who, why())), this::print);
  }

  /** Who acts and why, for the audit log. */
  static Map<String, String> headers(@Nullable String who, String why) {
    String name = who == null ? System.getProperty("user.name", "unknown") : who;
    return Map.of(
        "Tercet-Operator", AdminPort.encoded(name), "Tercet-Reason", AdminPort.encoded(why));
  }
}
