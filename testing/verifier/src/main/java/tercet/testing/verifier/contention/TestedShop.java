package tercet.testing.verifier.contention;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import tercet.testing.verifier.http.LoadResult;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.shop.BulkWriter;
import tercet.testing.verifier.shop.Oddities;

/**
 * The shop of a contest.
 *
 * @param base its address
 * @param limit of the calls of one contest; afterwards it is judged by what was seen
 * @param oddities hear what is unlike the contract in its answers, though it can be read
 * @param progress hears of repeated tries, line by line
 */
public record TestedShop(URI base, Duration limit, Oddities oddities, Consumer<String> progress) {
  /** Many times what a shop needs on a busy machine. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final int PREPARING_CONNECTIONS = 32;

  public TestedShop {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("the limit of a contest is above 0, not " + limit);
    }
  }

  /** A shop whose oddities and progress interest no one, with five minutes for a contest. */
  public static TestedShop at(URI base) {
    return new TestedShop(base, LIMIT, new Oddities(), _ -> {});
  }

  /** For a person: what became of a contest that lasted too long. */
  String unfinished(CallQueue<?> calls) {
    return unfinished(calls.asked(), calls.size());
  }

  /**
   * For a person: what became of a contest that lasted too long.
   *
   * @param asked calls that were made
   * @param all calls that were to be made
   */
  String unfinished(long asked, long all) {
    return "not finished within %.1f s: %,d of %,d calls were made"
        .formatted(limit.toMillis() / 1_000.0, asked, all);
  }

  /** For a person: why a contest was less of a contest; empty if it had all its connections. */
  static String lessOf(LoadResult load, int connections) {
    return load.connections() < connections
        ? "only %,d of %,d connections could be opened at once"
            .formatted(load.connections(), connections)
        : "";
  }

  /** Ends after the limit, and the calls that are under way then after as much again at most. */
  LoadSettings load(int connections) {
    LoadSettings load = LoadSettings.closedLoop(connections).withDuration(limit);
    return load.withRequestTimeout(shorter(limit, load.requestTimeout()))
        .withGoneAfter(shorter(limit, load.goneAfter()));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  BulkWriter writer() {
    return new BulkWriter(base, PREPARING_CONNECTIONS, oddities, progress);
  }
}
