package tercet.runtime.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PropertyLinesTest {
  @Test
  void linesAreReadInTheirOrderWithTheirNumbers() {
    assertEquals(
        List.of("2 a=1", "4 b=x = y", "5 c="), read("# comment\na = 1\n\n  b=x = y  \nc =\n"));
  }

  @Test
  void whatIsWrongIsSaidWithItsLine() {
    assertRefused("line 2: 'nonsense' is not of the form key = value", "a = 1\nnonsense");
    assertRefused("line 3: 'a' has a value already; remove one", "a = 1\n\na = 2");
    assertRefused("line 1: 'bad' is unknown", "bad = 1\nnonsense");
  }

  private static void assertRefused(String message, String text) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> read(text)).getMessage());
  }

  private static List<String> read(String text) {
    List<String> read = new ArrayList<>();
    PropertyLines.read(
        text,
        (line, key, value) -> {
          if (key.equals("bad")) {
            throw new IllegalArgumentException("'bad' is unknown");
          }
          read.add(line + " " + key + "=" + value);
        });
    return read;
  }
}
