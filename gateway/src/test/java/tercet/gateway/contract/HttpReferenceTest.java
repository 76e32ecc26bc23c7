package tercet.gateway.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Reason;
import tercet.kernel.id.Shards;
import tercet.runtime.observe.Observer;
import tercet.runtime.request.IdSource;
import tercet.runtime.request.RequestSettings;
import tercet.runtime.request.ShardClient;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/** {@code docs/reference/http.md} has every route and every code of the gateway, and no other. */
final class HttpReferenceTest {
  private static final Path REFERENCE = Path.of("../docs/reference/http.md");

  /** A row about a route: which, what it answers, what it does. */
  private static final Pattern ROUTE =
      Pattern.compile(
          "^\\| `((?:GET|POST|DELETE) /[^`]*)` \\| [^|]+ \\| [^|]+ \\|$", Pattern.MULTILINE);

  /** A row about an error: its code, its status, its meaning, what to do. */
  private static final Pattern PROBLEM =
      Pattern.compile("^\\| `(\\w+)` \\| (\\d{3}) \\| [^|]+ \\| [^|]+ \\|$", Pattern.MULTILINE);

  @Test
  void pageHasEveryRouteAndNoOther() throws IOException {
    assertEquals(routes(), routesOf(Files.readString(REFERENCE)));
  }

  @Test
  void pageHasEveryCodeWithItsStatusAndNoOther() throws IOException {
    assertEquals(codes(), codesOf(Files.readString(REFERENCE)));
  }

  @Test
  void missingRowIsNoticed() throws IOException {
    String page = Files.readString(REFERENCE);
    String noCheckout = page.replace("| `POST /orders/checkout/{order_id}` |", "| checkout |");
    assertThrows(AssertionError.class, () -> assertEquals(routes(), routesOf(noCheckout)));
    String otherStatus = page.replace("| `overloaded` | 503 |", "| `overloaded` | 429 |");
    assertThrows(AssertionError.class, () -> assertEquals(codes(), codesOf(otherStatus)));
    String nothingToDo =
        page.replace("| `bad_path` | 400 | the path", "| `bad_path` | 400 || path");
    assertThrows(AssertionError.class, () -> assertEquals(codes(), codesOf(nothingToDo)));
  }

  @Test
  void limitsOnThePageAreThoseOfTheGateway() throws IOException {
    String page = Files.readString(REFERENCE);
    for (String limit :
        List.of(
            String.format(Locale.ROOT, "1 to %,d characters", Parameter.ID_LENGTH_MAX),
            String.format(Locale.ROOT, "from 0 to %,d.", Parameter.COUNT_MAX),
            String.format(Locale.ROOT, "from 0 to %,d in decimal", Parameter.Kind.AMOUNT.max))) {
      assertTrue(page.contains(limit), limit);
    }
  }

  private static Set<String> routesOf(String page) {
    Set<String> found = new TreeSet<>();
    ROUTE.matcher(page).results().map(row -> row.group(1)).forEach(found::add);
    return found;
  }

  private static Map<String, Integer> codesOf(String page) {
    Map<String, Integer> found = new TreeMap<>();
    for (MatchResult row : PROBLEM.matcher(page).results().toList()) {
      found.put(row.group(1), Integer.valueOf(row.group(2)));
    }
    return found;
  }

  private static Map<String, Integer> codes() {
    Map<String, Integer> all = new TreeMap<>();
    Stream<HttpReply> replies =
        Stream.concat(
            Stream.of(Problem.values()).map(Problem::reply),
            Stream.of(Reason.values()).map(Problem::reply));
    replies.forEach(reply -> all.put(String.valueOf(reply.code()), reply.status()));
    return all;
  }

  private static Set<String> routes() {
    Set<String> all = new TreeSet<>();
    new Contract(client(), true, ReservationLimits.DEFAULTS, Observer.NONE)
        .routes()
        .forEach(route -> all.add(route.toString()));
    return all;
  }

  private static ShardClient client() {
    Duration second = Duration.ofSeconds(1);
    Duration hour = Duration.ofHours(1);
    RequestSettings settings =
        new RequestSettings(1, second, second, second, second, second, hour, hour);
    return new ShardClient(
        "docs", new Shards(1), new Unused(), InstantSource.system(), IdSource.random(), settings);
  }

  /** The test asks no shard. */
  private static final class Unused implements Transport {
    @Override
    public void send(Envelope envelope) {
      throw new AssertionError("nothing is asked here");
    }

    @Override
    public void start(Receiver receiver) {}

    @Override
    public void close() {}
  }
}
