package tercet.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

final class CommandsTest {
  private final StringWriter said = new StringWriter();

  /** Ends as its option says. */
  @Command(name = "measure")
  private static final class Measure extends Subcommand {
    @Option(names = "--end")
    private String end = "";

    @Override
    protected ExitStatus run() throws IOException {
      return switch (end) {
        case "right" -> ExitStatus.of(true);
        case "wrong" -> ExitStatus.of(false);
        case "refused" ->
            checked(() -> {
              throw new IllegalArgumentException("--end is not refused");
            });
        case "no server" -> throw new IOException("no server");
        default -> throw new IllegalStateException("a bug with password=pl4nted");
      };
    }
  }

  private int execute(String... arguments) {
    CommandLine line =
        Commands.with(
            failure -> failure instanceof IOException ? failure.getMessage() : null, new Measure());
    return line.setErr(new PrintWriter(said, true)).execute(arguments);
  }

  @Test
  void statusTellsWrongFromImpossible() {
    assertEquals(0, execute("measure", "--end=right"));
    assertEquals(1, execute("measure", "--end=wrong"));
    assertEquals(2, execute("measure", "--end=no server"));
    assertEquals(2, execute("measure", "--end=a bug"));
    assertEquals(2, execute("measure", "--fly"));
  }

  @Test
  void knownFailureIsASentence() {
    execute("measure", "--end=no server");
    assertEquals("tercet: no server", said.toString().strip());
  }

  @Test
  void bugHasItsStackTraceWithoutSecrets() {
    execute("measure", "--end=a bug");
    assertTrue(said.toString().contains("IllegalStateException: a bug"), said::toString);
    assertTrue(said.toString().contains("\tat "), said::toString);
    assertFalse(said.toString().contains("pl4nted"), said::toString);
  }

  @Test
  void invalidOptionIsAUsageError() {
    assertEquals(2, execute("measure", "--end=refused"));
    assertTrue(said.toString().startsWith("tercet: --end is not refused"), said::toString);
  }
}
