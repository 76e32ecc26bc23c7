package tercet.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code docs/reference/options.md} is the program's own help. Write it anew with {@code
 * -Ddocs.rewrite=true}.
 */
final class OptionsReferenceTest {
  private static final Path REFERENCE = Path.of("../docs/reference/options.md");

  private static final String HEAD =
      """
      # Options
      Every command of `./tercet` with its options and their defaults, as `--help` prints them. This
      page is written by the program (`OptionsReferenceTest`). Each option of `run` may also be set
      by the environment: `TERCET_ADMIN_PORT` stands for `--admin-port`. Times have a unit: `500ms`,
      `5s`, `24h`.
      """;

  @Test
  void pageSaysWhatTheProgramSays() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    for (CommandLine command : commands()) {
      page.append("\n## tercet ").append(name(command)).append("\n```\n");
      page.append(command.getUsageMessage(CommandLine.Help.Ansi.OFF).stripTrailing());
      page.append("\n```\n");
    }
    if (Boolean.getBoolean("docs.rewrite")) {
      Files.writeString(REFERENCE, page);
    }
    assertEquals(
        Files.readString(REFERENCE),
        page.toString(),
        "write it anew with -Ddocs.rewrite=true, and read the difference");
  }

  /** The help breaks lines by itself, so a line that is broken by hand is broken twice. */
  @Test
  void noLineOfADescriptionEndsWithinASentence() {
    List<String> broken = new ArrayList<>();
    for (CommandLine command : commands()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        Stream.of(option.description())
            .filter(line -> !line.startsWith("Default: ") && !line.matches(".*[.:;]"))
            .map(line -> name(command) + " " + option.longestName() + ": " + line)
            .forEach(broken::add);
      }
    }
    assertTrue(broken.isEmpty(), () -> String.join("\n", broken));
  }

  /** All that have something to do of their own, in the order of the program's help. */
  private static List<CommandLine> commands() {
    List<CommandLine> all = new ArrayList<>();
    collect(Main.commandLine(), all);
    return all;
  }

  private static void collect(CommandLine parent, List<CommandLine> all) {
    for (CommandLine command : parent.getSubcommands().values()) {
      all.add(command);
      collect(command, all);
    }
  }

  private static String name(CommandLine command) {
    String qualified = command.getCommandSpec().qualifiedName(" ");
    return qualified.substring(qualified.indexOf(' ') + 1);
  }
}
