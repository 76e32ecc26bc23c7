package tercet.server.command;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as people write them: 500ms, 5s, 2.5s, 2m, 24h; without a unit, seconds. */
public final class DurationConverter implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h|)");

  private static final BigDecimal MILLIS_PER_SECOND = BigDecimal.valueOf(1_000);
  private static final BigDecimal SECONDS_PER_MINUTE = BigDecimal.valueOf(60);
  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3_600);

  @Override
  public Duration convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not a duration such as 500ms, 5s or 24h");
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    BigDecimal seconds =
        switch (matcher.group(2)) {
          case "ms" -> number.divide(MILLIS_PER_SECOND);
          case "m" -> number.multiply(SECONDS_PER_MINUTE);
          case "h" -> number.multiply(SECONDS_PER_HOUR);
          default -> number;
        };
    return Duration.ofMillis(seconds.multiply(MILLIS_PER_SECOND).longValue());
  }
}
