package tercet.testing.verifier.contention;

import java.net.URI;
import java.util.function.Consumer;
import tercet.testing.verifier.shop.BulkWriter;
import tercet.testing.verifier.shop.Oddities;

/**
 * The shop of a contest.
 *
 * @param base its address
 * @param oddities hear what is unlike the contract in its answers, though it can be read
 * @param progress hears of repeated tries, line by line
 */
public record TestedShop(URI base, Oddities oddities, Consumer<String> progress) {
  private static final int PREPARING_CONNECTIONS = 32;

  /** A shop whose oddities and progress interest no one. */
  public static TestedShop at(URI base) {
    return new TestedShop(base, new Oddities(), _ -> {});
  }

  BulkWriter writer() {
    return new BulkWriter(base, PREPARING_CONNECTIONS, oddities, progress);
  }
}
