package tercet.testing.verifier.contention;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tercet.testing.verifier.json.JsonText;
import tercet.testing.verifier.model.Anomaly;
import tercet.testing.verifier.model.Discrepancy;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;

/**
 * Asks for cancelled orders once more when all is quiet: a checkout must be refused, and another
 * cancellation must name the same refund, for nothing is given back twice.
 */
final class CancelledRecheck {
  private static final int ORDERS_MAX = 50;
  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  private final TestedShop tested;
  private final ReferenceModel books;
  private final long endNanos;
  private final List<Discrepancy> found = new ArrayList<>();
  private String unfinished = "";

  CancelledRecheck(TestedShop tested, ReferenceModel books) {
    this.tested = tested;
    this.books = books;
    this.endNanos = System.nanoTime() + tested.limit().toNanos();
  }

  /** Returns the wrong answers; the balances are for the next comparison. */
  List<Discrepancy> askAll(List<OrderStory> cancelled) {
    try (ShopClient shop = new ShopClient(tested.base(), books.oddities())) {
      for (OrderStory story : cancelled.subList(0, Math.min(cancelled.size(), ORDERS_MAX))) {
        ask(shop, story);
      }
    } catch (IOException e) {
      unfinished = "a cancelled order got no clear answer (%s)".formatted(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      unfinished = "interrupted while cancelled orders were asked for again";
    }
    return List.copyOf(found);
  }

  /** For a person, why an order got no clear answer; empty if all did. */
  String unfinished() {
    return unfinished;
  }

  private void ask(ShopClient shop, OrderStory story) throws IOException, InterruptedException {
    OrderId order = story.made().id();
    HttpResponse<String> checkout = clear(shop, "/orders/checkout/" + order.text());
    if (checkout.statusCode() < 300) {
      found.add(
          new Discrepancy(
              Anomaly.CANCELLED_BUT_PAID,
              "Order %s was cancelled (2xx), and a checkout after that was acknowledged."
                  .formatted(order)));
    }
    HttpResponse<String> again = clear(shop, "/orders/cancel/" + order.text());
    if (!isSame(again, story.refund())) {
      found.add(
          new Discrepancy(
              Anomaly.REFUND_CHANGED,
              "Order %s was cancelled by refund \"%s\", and cancelling it again says %d %s"
                  .formatted(order, story.refund(), again.statusCode(), again.body())));
    }
  }

  /** Repeats until the answer is clear, which both calls allow. */
  private HttpResponse<String> clear(ShopClient shop, String path)
      throws IOException, InterruptedException {
    while (true) {
      boolean isOver = System.nanoTime() - endNanos >= 0;
      try {
        HttpResponse<String> answer = shop.exchange("POST", path);
        if (answer.statusCode() < 500) {
          return answer;
        }
        if (isOver) {
          throw new IOException(path + " answered " + answer.statusCode());
        }
      } catch (IOException e) {
        if (isOver) {
          throw e;
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static boolean isSame(HttpResponse<String> answer, String refund) throws IOException {
    return answer.statusCode() < 300
        && refund.equals(JsonText.read(answer.body()).get("refund_id"));
  }
}
