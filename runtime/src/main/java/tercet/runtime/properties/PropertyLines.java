package tercet.runtime.properties;

import java.util.HashSet;
import java.util.Set;

/**
 * A file of lines {@code key = value}, read strictly. Lines that begin with {@code #} and empty
 * ones say nothing. There are no escapes and no continued lines.
 *
 * <p>{@link java.util.Properties} would let the second of two equal keys win without a word, and
 * knows no line numbers.
 */
public final class PropertyLines {
  private PropertyLines() {}

  /** Takes the lines. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Takes a line.
     *
     * @param line its number, from 1
     * @throws IllegalArgumentException if the key is unknown or has no such value
     */
    void entry(int line, String key, String value);
  }

  /**
   * Reads a file, line after line.
   *
   * @throws IllegalArgumentException for the first line that is wrong; the message begins with its
   *     number
   */
  public static void read(String text, Reader reader) {
    Set<String> keys = new HashSet<>();
    int line = 0;
    for (String content : text.lines().toList()) {
      line++;
      try {
        read(line, content.strip(), keys, reader);
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException("line " + line + ": " + wrong.getMessage(), wrong);
      }
    }
  }

  private static void read(int line, String content, Set<String> keys, Reader reader) {
    if (content.isEmpty() || content.startsWith("#")) {
      return;
    }
    int equals = content.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException("'" + content + "' is not of the form key = value");
    }
    String key = content.substring(0, equals).strip();
    if (!keys.add(key)) {
      throw new IllegalArgumentException("'" + key + "' has a value already; remove one");
    }
    reader.entry(line, key, content.substring(equals + 1).strip());
  }
}
