package tercet.testing.verifier.contention;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadResult;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.model.Anomaly;
import tercet.testing.verifier.model.Checkouts;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.Discrepancy;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Line;
import tercet.testing.verifier.shop.Order;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.UserId;

/**
 * One item, more buyers than pieces, and every buyer checks out at the same moment over a
 * connection of their own. Exactly as many must succeed as there are pieces. Exactly these buyers
 * must be charged, and no piece may be left. Makes its own records, so that it can run against a
 * shop in use.
 *
 * @param shop made its records in
 * @param buyers each with credit for one piece; 1 to {@value LoadSettings#CONNECTIONS_MAX}
 * @param pieces of the item, at most as many as buyers
 */
public record Contention(TestedShop shop, int buyers, int pieces) {
  private static final long PRICE = 1;

  public Contention {
    if (buyers < 1 || buyers > LoadSettings.CONNECTIONS_MAX || pieces < 0 || pieces > buyers) {
      throw new IllegalArgumentException(buyers + " buyers for " + pieces + " pieces");
    }
  }

  /** 1,000 buyers for 100 pieces. */
  public static Contention standard(TestedShop shop) {
    return new Contention(shop, 1_000, 100);
  }

  /**
   * Prepares, plays and judges.
   *
   * @param settleMax how long undecided checkouts may take to end once all answers are there
   * @throws tercet.testing.verifier.shop.UnexpectedReplyException if it cannot be prepared
   * @throws tercet.testing.verifier.shop.UnreadableShopException if the shop does not answer at the
   *     end
   * @throws IOException if this machine has not enough connections
   */
  public ContentionResult run(Duration settleMax) throws IOException {
    return play().judge(settleMax, _ -> {});
  }

  /** Prepares and plays, to be judged later. Throws what {@link #run} does. */
  public Playing play() throws IOException {
    ReferenceModel books = new ReferenceModel(shop.oddities());
    ItemId item = shop.writer().items(List.of(PRICE), pieces).getFirst();
    books.gotStock(item, pieces);
    List<OrderId> orders = prepareOrders(item, books);
    Checkouts checkouts = Checkouts.once(orders, books);
    LoadResult load = new LoadClient(shop.base(), shop.load(buyers)).run(checkouts);
    String setting =
        "1 item with %,d pieces, %,d users with credit for one, %,d checkouts at once"
            .formatted(pieces, buyers, buyers);
    String unfinished =
        checkouts.isDone()
            ? TestedShop.lessOf(load, buyers)
            : shop.unfinished(checkouts.asked(), orders.size());
    return new Playing(
        shop, "classic", setting, books, refusedNeedlessly(item, books), load, unfinished);
  }

  /** Clients without a clear answer, or without a turn, may still have bought the rest. */
  private List<Discrepancy> refusedNeedlessly(ItemId item, ReferenceModel books) {
    List<Discrepancy> found = new ArrayList<>();
    long sold = buyers - books.count(ClientOutcome.REFUSED);
    if (sold < pieces) {
      found.add(
          new Discrepancy(
              Anomaly.REFUSED_NEEDLESSLY,
              "%d buyers with enough credit were refused, and at most %d of the %d pieces of item"
                      .formatted(books.count(ClientOutcome.REFUSED), sold, pieces)
                  + " %s were sold.".formatted(item)));
    }
    return found;
  }

  private List<OrderId> prepareOrders(ItemId item, ReferenceModel books) {
    List<UserId> users = shop.writer().users(buyers, PRICE);
    Line line = new Line(item, 1);
    List<OrderId> orders = shop.writer().orders(users, Collections.nCopies(buyers, List.of(line)));
    for (int i = 0; i < buyers; i++) {
      books.gotCredit(users.get(i), PRICE);
      books.hasOrder(new Order(orders.get(i), users.get(i), List.of(line), PRICE, false));
    }
    return orders;
  }
}
