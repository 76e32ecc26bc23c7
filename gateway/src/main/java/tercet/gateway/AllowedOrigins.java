package tercet.gateway;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages of other sites from using the shop through the browser of a person who can reach
 * it. Browsers say where a request comes from (Fetch standard, {@code Origin} and {@code
 * Sec-Fetch-Site}); other programs send neither and are not concerned.
 *
 * <p>A page may call the host that it comes from. That host must be an address, an allowed name, or
 * one that no stranger can own on the internet: a single word, or below {@code localhost}, {@code
 * local} or {@code internal}. The owner of any other name may let it lead here ("DNS rebinding"). A
 * page there sends no header of a page of another site, so {@code Host} is looked at alone, too. A
 * shop with tokens needs none of that: a page has no token.
 */
final class AllowedOrigins {
  private static final Pattern FORM = Pattern.compile("https?://[^/\\s]+");
  private static final HeaderName SITE = HeaderNames.create("Sec-Fetch-Site");
  private static final Pattern OWN =
      Pattern.compile(
          "(?:[0-9.]+|\\[[0-9a-f:.]+]|[^.:]+|.*\\.(?:localhost|local|internal))(?::[0-9]*)?");

  private final Set<String> origins;
  private final Set<String> hosts;
  private final Set<String> names;
  private final Access access;

  /** The last one that was admitted: most clients send the same. */
  private volatile String lastHost = "";

  /**
   * @param origins of other sites whose pages may call the shop, and of its own names, such as
   *     {@code https://shop.example}
   * @param names under which the shop may be called, beside those of origins
   */
  AllowedOrigins(Set<String> origins, Set<String> names, Access access) {
    this.access = access;
    this.names = names.stream().map(AllowedOrigins::lower).collect(Collectors.toUnmodifiableSet());
    this.origins =
        origins.stream().map(AllowedOrigins::lower).collect(Collectors.toUnmodifiableSet());
    this.hosts =
        this.origins.stream().map(AllowedOrigins::host).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a text is an origin. */
  static boolean isOrigin(String text) {
    return FORM.matcher(text).matches();
  }

  /** Whether a request may be answered. */
  boolean admits(String method, ServerRequestHeaders headers) {
    boolean hasOrigin = headers.contains(HeaderNames.ORIGIN);
    if (!hasOrigin && !headers.contains(SITE)) {
      return true;
    }
    String host =
        lower(headers.contains(HeaderNames.HOST) ? single(headers, HeaderNames.HOST) : "");
    if (!isOwn(host)) {
      return false;
    }
    if (hasOrigin) {
      String origin = lower(single(headers, HeaderNames.ORIGIN));
      return origins.contains(origin) || (isOrigin(origin) && host(origin).equals(host));
    }
    return switch (single(headers, SITE)) {
      case "same-origin", "none" -> true;
      default -> method.equals("GET") || method.equals("HEAD"); // a link, which changes nothing
    };
  }

  /** The origin of another site whose page may read the answer; null if there is none. */
  @Nullable String reader(ServerRequestHeaders headers) {
    if (origins.isEmpty() || !headers.contains(HeaderNames.ORIGIN)) {
      return null;
    }
    String origin = single(headers, HeaderNames.ORIGIN);
    return origins.contains(lower(origin)) ? origin : null;
  }

  /** Whether a request with this {@code Host} may be answered, wherever it comes from. */
  boolean admitsHost(ServerRequestHeaders headers) {
    String host = headers.contains(HeaderNames.HOST) ? single(headers, HeaderNames.HOST) : "";
    if (host.equals(lastHost) || access.hasTokens()) {
      return true;
    }
    boolean own = isOwn(lower(host));
    if (own) {
      lastHost = host;
    }
    return own;
  }

  private boolean isOwn(String host) {
    return OWN.matcher(host).matches()
        || hosts.contains(host)
        || names.contains(host.replaceFirst(":[0-9]*$", ""));
  }

  /** One that comes twice is none. */
  private static String single(ServerRequestHeaders headers, HeaderName name) {
    Header header = headers.get(name);
    return header.valueCount() == 1 ? header.get() : "";
  }

  private static String host(String origin) {
    return origin.substring(origin.indexOf("://") + "://".length());
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
