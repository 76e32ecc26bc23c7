package tercet.testing.verifier.http;

import java.nio.charset.StandardCharsets;

/** One line of an answer's head, where it lies in a buffer; reads it without making strings. */
final class AsciiLine {
  private static final int LOWER_CASE = 'a' - 'A';

  private byte[] bytes = new byte[0];
  private int from;
  private int to;

  /** The line without its line feed and carriage return. */
  void set(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.from = from;
    this.to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
  }

  boolean isEmpty() {
    return from == to;
  }

  boolean startsWith(String text) {
    return matches(from, text);
  }

  /** Reads a status line: {@code HTTP/1.x 200 OK}. */
  int status() throws MalformedResponseException {
    if (!startsWith("HTTP/1.") || to - from < 12 || bytes[from + 8] != ' ') {
      throw new MalformedResponseException("no status line of HTTP/1: " + this);
    }
    int status = 0;
    for (int i = from + 9; i < from + 12; i++) {
      status = status * 10 + digit(bytes[i], 10);
    }
    if (status < 100 || (to - from > 12 && bytes[from + 12] != ' ')) {
      throw new MalformedResponseException("no status of HTTP: " + this);
    }
    return status;
  }

  /**
   * @param name in lower case
   */
  boolean isHeader(String name) {
    int colon = from + name.length();
    return colon < to && bytes[colon] == ':' && matches(from, name);
  }

  /** True if the header's value, a list with commas, has this word; upper and lower case alike. */
  boolean valueHasWord(String word) {
    for (int i = valueStart(); i <= to - word.length(); i++) {
      if (isBoundary(i - 1) && isBoundary(i + word.length()) && matches(i, word)) {
        return true;
      }
    }
    return false;
  }

  /** The header's value as a number from 0 to {@code max}. */
  int wholeNumberValue(int max) throws MalformedResponseException {
    int end = to;
    int at = valueStart();
    while (at < end && isBlank(bytes[at])) {
      at++;
    }
    while (end > at && isBlank(bytes[end - 1])) {
      end--;
    }
    return number(at, end, 10, max);
  }

  /** The size at the start of a chunk, in hexadecimal, whose extensions are skipped. */
  int chunkSize(int max) throws MalformedResponseException {
    int end = from;
    while (end < to && bytes[end] != ';' && !isBlank(bytes[end])) {
      end++;
    }
    return number(from, end, 16, max);
  }

  private int number(int start, int end, int radix, int max) throws MalformedResponseException {
    if (start == end) {
      throw new MalformedResponseException("number missing: " + this);
    }
    long number = 0;
    for (int i = start; i < end; i++) {
      number = number * radix + digit(bytes[i], radix);
      if (number > max) {
        throw new MalformedResponseException("more than " + max + ": " + this);
      }
    }
    return (int) number;
  }

  private int digit(byte sign, int radix) throws MalformedResponseException {
    int digit = Character.digit(sign, radix);
    if (digit < 0) {
      throw new MalformedResponseException("no number: " + this);
    }
    return digit;
  }

  private boolean matches(int at, String text) {
    if (to - at < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (lower(bytes[at + i]) != lower((byte) text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private int valueStart() {
    int at = from;
    while (at < to && bytes[at] != ':') {
      at++;
    }
    return Math.min(at + 1, to);
  }

  private boolean isBoundary(int at) {
    return at >= to || bytes[at] == ',' || bytes[at] == ':' || isBlank(bytes[at]);
  }

  private static boolean isBlank(byte sign) {
    return sign == ' ' || sign == '\t';
  }

  private static int lower(byte sign) {
    return sign >= 'A' && sign <= 'Z' ? sign + LOWER_CASE : sign;
  }

  @Override
  public String toString() {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
