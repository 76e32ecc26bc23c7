package tercet.testing.verifier.json;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain values: maps in the order of their fields, lists, texts, numbers, flags and null.
 */
public final class JsonText {
  private static final JSON COMPACT = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);
  private static final JSON PRETTY = COMPACT.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

  /** Measured values are not known to more places, and files stay small. */
  private static final double PLACES = 1e4;

  private JsonText() {}

  /** A value for {@link #write}; null for a number that is not finite, which JSON has not. */
  public static @Nullable Double number(double value) {
    return Double.isFinite(value) ? Math.round(value * PLACES) / PLACES : null;
  }

  /** A file for programs that a person can read, too. */
  public static String write(Map<String, @Nullable Object> value) {
    return text(PRETTY, value) + "\n";
  }

  /** The same in one line. */
  public static String writeCompact(Map<String, @Nullable Object> value) {
    return text(COMPACT, value);
  }

  private static String text(JSON json, Object value) {
    try {
      return json.asString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads an object.
   *
   * @throws IOException if it is none
   */
  public static Map<String, ?> read(String text) throws IOException {
    return COMPACT.mapFrom(text);
  }
}
