package tercet.gateway.contract;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Splits and decodes the path of a request target (RFC 9112, section 3.2; RFC 3986, section 3.3).
 * Strict: what RFC 3986 does not allow in a segment, broken percent-encoding and broken UTF-8 are
 * malformed. Nothing is normalized: "." and ".." and empty segments are segments like any other.
 */
final class PathSegments {
  /** One more than the longest route has; a path of more is no route. */
  static final int COUNT_MAX = 7;

  private static final String NO_SEGMENT = "";
  private static final boolean[] ALLOWED = allowed();

  private PathSegments() {}

  /**
   * The decoded segments.
   *
   * @param target the path, or the absolute form that proxies use; without the query
   * @return null for each malformed segment; null for all if it is not a path or has more segments
   *     than any route
   */
  static @Nullable String @Nullable [] of(String target) {
    String path = originForm(target);
    if (!path.startsWith("/")) {
      return null;
    }
    int count = 1;
    for (int i = 1; i < path.length(); i++) {
      if (path.charAt(i) == '/' && ++count > COUNT_MAX) {
        return null;
      }
    }
    @Nullable String[] segments = new @Nullable String[count];
    int from = 1;
    for (int i = 0; i < count; i++) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      segments[i] = decode(path, from, to);
      from = to + 1;
    }
    return segments;
  }

  /** True if the path consists of well-formed segments, however many. */
  static boolean isWellFormed(String target) {
    String path = originForm(target);
    if (!path.startsWith("/")) {
      return false;
    }
    for (int from = 1; from <= path.length(); ) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      if (decode(path, from, to) == null) {
        return false;
      }
      from = to + 1;
    }
    return true;
  }

  private static String originForm(String target) {
    if (!target.startsWith("http://")) {
      return target;
    }
    int slash = target.indexOf('/', "http://".length());
    return slash < 0 ? "/" : target.substring(slash);
  }

  private static @Nullable String decode(String path, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = path.charAt(i);
      if (c == '%') {
        return decodeEscaped(path, from, to);
      }
      if (c >= ALLOWED.length || !ALLOWED[c]) {
        return null;
      }
    }
    return from == to ? NO_SEGMENT : path.substring(from, to);
  }

  private static @Nullable String decodeEscaped(String path, int from, int to) {
    ByteBuffer bytes = ByteBuffer.allocate(to - from);
    for (int i = from; i < to; i++) {
      char c = path.charAt(i);
      if (c == '%') {
        if (i + 2 >= to || !isHex(path.charAt(i + 1)) || !isHex(path.charAt(i + 2))) {
          return null;
        }
        bytes.put((byte) HexFormat.fromHexDigits(path, i + 1, i + 3));
        i += 2;
      } else if (c < ALLOWED.length && ALLOWED[c]) {
        bytes.put((byte) c);
      } else {
        return null;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException malformed) {
      return null;
    }
  }

  private static boolean isHex(char c) {
    return HexFormat.isHexDigit(c);
  }

  /** The {@code pchar} of RFC 3986, but for percent-encoding. */
  private static boolean[] allowed() {
    boolean[] allowed = new boolean[128];
    for (char c = 'a'; c <= 'z'; c++) {
      allowed[c] = true;
      allowed[Character.toUpperCase(c)] = true;
    }
    for (char c = '0'; c <= '9'; c++) {
      allowed[c] = true;
    }
    for (char c : "-._~!$&'()*+,;=:@".toCharArray()) {
      allowed[c] = true;
    }
    return allowed;
  }
}
