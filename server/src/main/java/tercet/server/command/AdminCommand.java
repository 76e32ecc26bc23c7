package tercet.server.command;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that asks the administrative port, and prints a text or the JSON as it came. */
abstract class AdminCommand extends Subcommand {
  @Mixin private AdminPort port = new AdminPort();

  @Option(names = "--json", description = "Print the reply as JSON, as the port gave it.")
  private boolean json;

  /** Asks, and prints. */
  abstract ExitStatus ask(AdminPort admin) throws AdminPort.UnavailableException;

  @Override
  protected final ExitStatus run() {
    try {
      return ask(port);
    } catch (AdminPort.UnavailableException away) {
      complain(String.valueOf(away.getMessage()));
      return ExitStatus.IMPOSSIBLE;
    }
  }

  /**
   * Prints a reply.
   *
   * @param text of a good one, for a person
   */
  final ExitStatus print(AdminPort.Reply reply, Text text) {
    if (json) {
      say(reply.body());
    } else if (reply.isGood()) {
      text.print(reply.json());
      silentNodes(reply.json());
    } else {
      complain(reply.problem());
    }
    return ExitStatus.of(reply.isGood());
  }

  /** Prints what a reply says. */
  @FunctionalInterface
  interface Text {
    void print(Map<String, Object> reply);
  }

  private void silentNodes(Map<String, Object> reply) {
    for (Map<?, ?> node : objects(reply, "silent_nodes")) {
      complain("node %s did not answer: %s".formatted(node.get("node"), node.get("why")));
    }
  }

  final void complain(String sentence) {
    out().flush();
    commandLine().getErr().println("tercet: " + printable(sentence));
    commandLine().getErr().flush();
  }

  /** The objects of a list; none if it is missing. */
  static List<Map<?, ?>> objects(Map<?, ?> reply, String field) {
    return reply.get(field) instanceof List<?> list
        ? list.stream()
            .<Map<?, ?>>mapMulti((one, next) -> {
              if (one instanceof Map<?, ?> map) {
                next.accept(map);
              }
            })
            .toList()
        : List.of();
  }

  /** A name from elsewhere must not control the terminal. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /** A field, or a dash. */
  static String text(Map<?, ?> object, String field) {
    Object value = object.get(field);
    return value == null ? "-" : printable(String.valueOf(value));
  }
}
