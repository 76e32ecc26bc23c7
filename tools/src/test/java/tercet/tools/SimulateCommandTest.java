package tercet.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.server.command.ExitStatus;

final class SimulateCommandTest {
  private final StringWriter errors = new StringWriter();

  @Test
  void keptPromisesEndWithZero() {
    assertEquals(ExitStatus.RIGHT.code(), execute("--seed 1 --seeds 4"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--what", "--seed x", "--seeds 0", "--minutes -1", "--without weather"})
  void whatCannotBeUnderstoodIsSaidAndEndsWithTwo(String arguments) {
    assertEquals(ExitStatus.IMPOSSIBLE.code(), execute(arguments));
    String option = arguments.split(" ", -1)[0];
    assertTrue(errors.toString().contains(option), errors::toString);
  }

  private int execute(String arguments) {
    return Main.commandLine()
        .setErr(new PrintWriter(errors, true))
        .execute(("simulate " + arguments).split(" ", -1));
  }
}
