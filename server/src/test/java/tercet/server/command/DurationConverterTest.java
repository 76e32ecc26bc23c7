package tercet.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class DurationConverterTest {
  @ParameterizedTest
  @CsvSource({
    "500ms,500",
    "5s,5000",
    "2.5s,2500",
    "2m,120000",
    "24h,86400000",
    "5,5000",
    "0.3,300"
  })
  void durationsAreReadAsPeopleWriteThem(String text, long millis) {
    assertEquals(Duration.ofMillis(millis), new DurationConverter().convert(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1s", "1 s", "1d", "1.s", ".5s", "five"})
  void nonsenseIsRefused(String text) {
    assertThrows(TypeConversionException.class, () -> new DurationConverter().convert(text));
  }

  @Test
  void reasonIsASentence() {
    TypeConversionException told =
        assertThrows(TypeConversionException.class, () -> new DurationConverter().convert("soon"));
    assertEquals("'soon' is not a duration such as 500ms, 5s or 24h", told.getMessage());
  }
}
