package tercet.gateway.operate;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters of a query: each at most once, and none that is not known. */
record QueryParameters(Map<String, String> values) {
  QueryParameters {
    values = Map.copyOf(values);
  }

  /** Says what is wrong with a query. */
  static final class BadQueryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadQueryException(String message) {
      super(message);
    }
  }

  static QueryParameters parse(String query, Set<String> known) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = decode(equals < 0 ? part : part.substring(0, equals));
      if (!known.contains(name)) {
        throw new BadQueryException(
            "There is no parameter '%s'; there are %s."
                .formatted(name, known.stream().sorted().collect(Collectors.joining(", "))));
      }
      if (values.put(name, decode(equals < 0 ? "" : part.substring(equals + 1))) != null) {
        throw new BadQueryException("The parameter '%s' comes twice.".formatted(name));
      }
    }
    return new QueryParameters(values);
  }

  /** A part of a path, or a header: a plus sign stands for itself. */
  static String percentDecoded(String text) {
    return decode(text.replace("+", "%2B"));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new BadQueryException("'%s' is not percent-encoded UTF-8.".formatted(text));
    }
  }

  /** The same parameters with another one, as a query. */
  String with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(values);
    all.put(name, value);
    return all.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry ->
            entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  @Nullable String text(String name) {
    return values.get(name);
  }

  int count(String name, int fallback, int max) {
    String text = values.get(name);
    if (text == null) {
      return fallback;
    }
    if (text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9') || text.isEmpty()) {
      throw new BadQueryException("'%s' is a number from 1 to %d.".formatted(name, max));
    }
    int count = Integer.parseInt(text);
    if (count < 1 || count > max) {
      throw new BadQueryException("'%s' is a number from 1 to %d.".formatted(name, max));
    }
    return count;
  }

  /** Seconds, also as 5s, 2m or 1h. */
  @Nullable Duration time(String name) {
    String text = values.get(name);
    if (text == null) {
      return null;
    }
    String digits = text.replaceFirst("[smh]$", "");
    if (!digits.matches("[0-9]{1,9}")) {
      throw new BadQueryException("'%s' is a time like 5s, 2m or 1h.".formatted(name));
    }
    long count = Long.parseLong(digits);
    return switch (text.charAt(text.length() - 1)) {
      case 'm' -> Duration.ofMinutes(count);
      case 'h' -> Duration.ofHours(count);
      default -> Duration.ofSeconds(count);
    };
  }
}
