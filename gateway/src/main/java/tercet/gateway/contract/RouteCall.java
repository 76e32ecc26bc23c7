package tercet.gateway.contract;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.UserId;

/** A route with its arguments, checked. */
public final class RouteCall implements Found {
  private static final long ABSENT = Long.MIN_VALUE;
  private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9]");

  private final Route route;
  private final String[] ids;
  private final long[] numbers;
  private final long option;

  private RouteCall(Route route, String[] ids, long[] numbers, long option) {
    this.route = route;
    this.ids = ids;
    this.numbers = numbers;
    this.option = option;
  }

  /**
   * Checks the arguments of a route.
   *
   * @param segments of the path, as many as the route has; malformed ones null
   * @param query as it came; what the route has no use for is passed over
   */
  static Found of(Route route, @Nullable String[] segments, String query) {
    int count = route.parameters().size();
    int literals = segments.length - count;
    String[] ids = new String[count];
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      // In every route of the contract the parameters come last.
      String text = segments[literals + i];
      Parameter parameter = route.parameters().get(i);
      if (parameter.kind() == Parameter.Kind.ID) {
        if (text == null || !Parameter.isId(text)) {
          return new BadArgument(route, Problem.BAD_ID.reply());
        }
        ids[i] = text;
      } else {
        long number = text == null ? Parameter.MALFORMED : parameter.number(text);
        if (number == Parameter.MALFORMED) {
          boolean time = parameter.kind() == Parameter.Kind.SECONDS;
          return new BadArgument(route, (time ? Problem.BAD_SECONDS : Problem.BAD_AMOUNT).reply());
        }
        ids[i] = "";
        numbers[i] = number;
      }
    }
    Parameter parameter = route.option();
    long option = parameter == null ? ABSENT : option(parameter, query);
    return option == Parameter.MALFORMED
        ? new BadArgument(route, Problem.BAD_AMOUNT.reply())
        : new RouteCall(route, ids, numbers, option);
  }

  /**
   * {@link #ABSENT} if it did not come; malformed if it came twice, or in another spelling: the
   * limit of a client must not be passed over.
   */
  private static long option(Parameter parameter, String query) {
    long found = ABSENT;
    if (query.isEmpty()) {
      return found;
    }
    String name = parameter.name().toLowerCase(Locale.ROOT);
    for (String part : query.split("&", -1)) {
      int end = part.indexOf('=');
      String sent = end < 0 ? part : part.substring(0, end);
      if (plain(sent).equals(plain(name))) {
        boolean isGood = found == ABSENT && end >= 0 && sent.equals(name);
        found = isGood ? parameter.number(part.substring(end + 1)) : Parameter.MALFORMED;
        if (found == Parameter.MALFORMED) {
          return found;
        }
      }
    }
    return found;
  }

  /** Its letters and digits: the same for all spellings that a client may take for it. */
  private static String plain(String name) {
    String decoded = name;
    if (name.indexOf('%') >= 0) {
      try {
        decoded = URLDecoder.decode(name, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException malformed) {
        // It stays as it came, and is the name of nothing.
      }
    }
    return NOT_PLAIN.matcher(decoded).replaceAll("").toLowerCase(Locale.ROOT);
  }

  public Route route() {
    return route;
  }

  ItemId item(int index) {
    return new ItemId(ids[index]);
  }

  UserId user(int index) {
    return new UserId(ids[index]);
  }

  OrderId order(int index) {
    return new OrderId(ids[index]);
  }

  Amount amount(int index) {
    return new Amount(numbers[index]);
  }

  /** The number of the query, or another one if none came. */
  Amount option(Amount otherwise) {
    return option == ABSENT ? otherwise : new Amount(option);
  }

  int count(int index) {
    return Math.toIntExact(numbers[index]);
  }

  /**
   * The same for the same request, however it was spelt, and different for different ones. Lines
   * cannot be confused, because no argument has a control character.
   */
  String fingerprint() {
    StringBuilder text = new StringBuilder(route.toString());
    for (int i = 0; i < ids.length; i++) {
      text.append('\n');
      if (route.parameters().get(i).kind() == Parameter.Kind.ID) {
        text.append(ids[i]);
      } else {
        text.append(numbers[i]);
      }
    }
    if (option != ABSENT) {
      text.append("\n?").append(option);
    }
    return text.toString();
  }
}
