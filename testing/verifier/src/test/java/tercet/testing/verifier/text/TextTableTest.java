package tercet.testing.verifier.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TextTableTest {
  private final TextTable table = TextTable.of("fault", 8).column("at", 6).column("ready", 8);

  @Test
  void namesStandToTheLeftAndFiguresToTheRight() {
    assertEquals("fault       at   ready", table.head());
    assertEquals("----------------------", table.rule());
    assertEquals("kill       1.5   never", table.row("kill", List.of("1.5", "never")));
  }

  @Test
  void cellThatIsTooWideMovesWhatFollows() {
    assertEquals("kill order-1   1.5     2.0", table.row("kill order-1", List.of("1.5", "2.0")));
    assertEquals("kill     123,456,789     2.0", table.row("kill", List.of("123,456,789", "2.0")));
  }

  @Test
  void rowWithoutACellForEachColumnIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> table.row("kill", List.of("1.5")));
  }
}
