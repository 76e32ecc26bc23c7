package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tercet.testing.testbed.server.Shell;

/** The output of commands, as their users read it. */
final class Outputs {
  private Outputs() {}

  /**
   * @param status that the command must have
   * @param words that must be in its output
   */
  static void assertSays(int status, String words, Shell.Result ran) {
    assertTrue(ran.output().contains(words), () -> words + " is not in\n" + ran.output());
    assertEquals(status, ran.status(), ran::output);
  }

  /** The first group of a pattern that must be in a text. */
  static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertTrue(matcher.find(), text);
    return matcher.group(1);
  }
}
