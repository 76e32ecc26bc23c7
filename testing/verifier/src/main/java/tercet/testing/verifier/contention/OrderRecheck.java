package tercet.testing.verifier.contention;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tercet.testing.verifier.json.JsonText;
import tercet.testing.verifier.model.Anomaly;
import tercet.testing.verifier.model.Discrepancy;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;

/**
 * Asks for orders once more when all is quiet. The status of each must fit the order. A cancelled
 * one must not be paid by a checkout, and another cancellation must name the same refund, for
 * nothing is given back twice.
 */
final class OrderRecheck {
  /** Cancelled ones, and as many others. */
  private static final int ORDERS_MAX = 50;

  /** A reservation is rounded up to a whole second, and the clocks of nodes may differ. */
  private static final Duration LONGEST_HELD = Duration.ofSeconds(OrderCall.RESERVED_SECONDS + 5L);

  private static final String PAID = "paid";
  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  private final TestedShop tested;
  private final ReferenceModel books;
  private final long endNanos;
  private final List<Discrepancy> found = new ArrayList<>();
  private String unfinished = "";

  OrderRecheck(TestedShop tested, ReferenceModel books) {
    this.tested = tested;
    this.books = books;
    this.endNanos = System.nanoTime() + tested.limit().toNanos();
  }

  /** Returns the wrong answers; the balances are for the next comparison. */
  List<Discrepancy> askAll(List<OrderStory> stories, List<ItemId> items) {
    Map<Boolean, List<OrderStory>> byCancelled =
        stories.stream().collect(Collectors.partitioningBy(OrderStory::isCancelled));
    List<OrderStory> cancelled = some(byCancelled.get(true));
    try (ShopClient shop = new ShopClient(tested.base(), books.oddities())) {
      for (OrderStory story : cancelled) {
        ask(shop, story);
      }
      for (OrderStory story : cancelled) {
        askStatus(shop, story);
      }
      for (OrderStory story : some(byCancelled.get(false))) {
        askStatus(shop, story);
      }
      release(shop, stories.stream().filter(OrderStory::wasReserved).toList());
      awaitNothingHeld(shop, items);
    } catch (IOException e) {
      unfinished = "an order got no clear answer (%s)".formatted(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      unfinished = "interrupted while orders were asked for again";
    }
    return List.copyOf(found);
  }

  private static List<OrderStory> some(@Nullable List<OrderStory> all) {
    return all == null ? List.of() : all.subList(0, Math.min(all.size(), ORDERS_MAX));
  }

  /** For a person, why an order got no clear answer; empty if all did. */
  String unfinished() {
    return unfinished;
  }

  private void ask(ShopClient shop, OrderStory story) throws IOException, InterruptedException {
    OrderId order = story.made().id();
    HttpResponse<String> checkout = clear(shop, "POST", "/orders/checkout/" + order.text());
    if (checkout.statusCode() < 300) {
      found.add(
          new Discrepancy(
              Anomaly.CANCELLED_BUT_PAID,
              "Order %s was cancelled (2xx), and a checkout after that was acknowledged."
                  .formatted(order)));
    }
    HttpResponse<String> again = clear(shop, "POST", "/orders/cancel/" + order.text());
    if (!isSame(again, story.refund())) {
      found.add(
          new Discrepancy(
              Anomaly.REFUND_CHANGED,
              "Order %s was cancelled by refund \"%s\", and cancelling it again says %d %s"
                  .formatted(order, story.refund(), again.statusCode(), again.body())));
    }
  }

  /** The order is read first: a checkout that a client has given up may still pay it. */
  private void askStatus(ShopClient shop, OrderStory story)
      throws IOException, InterruptedException {
    OrderId order = story.made().id();
    HttpResponse<String> found = clear(shop, "GET", "/orders/find/" + order.text());
    HttpResponse<String> status = clear(shop, "GET", "/orders/status/" + order.text());
    if (found.statusCode() >= 300) {
      return; // the comparison of all records reports it
    }
    if (status.statusCode() >= 300) {
      unfinished = "GET /orders/status answered " + status.statusCode();
      return;
    }
    Object paid = JsonText.read(found.body()).get("paid");
    Map<String, ?> fields = JsonText.read(status.body());
    boolean isPaid = PAID.equals(fields.get("status"));
    if (Boolean.TRUE.equals(paid) && !isPaid) {
      found(
          Anomaly.STATUS_WRONG,
          "Order %s was read as paid, and its status after that says %s."
              .formatted(order, status.body()));
    } else if (isPaid && story.isCancelled()) {
      found(
          Anomaly.STATUS_WRONG,
          "Order %s was cancelled (2xx), and its status says %s.".formatted(order, status.body()));
    }
  }

  private void release(ShopClient shop, List<OrderStory> reserved)
      throws IOException, InterruptedException {
    for (OrderStory story : reserved) {
      clear(shop, "POST", "/orders/release/" + story.made().id().text());
    }
  }

  /** Held pieces are missing from the stock. A few may be held until the time that was asked. */
  private void awaitNothingHeld(ShopClient shop, List<ItemId> items)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST_HELD.toNanos();
    for (ItemId item : items) {
      String path = "/stock/find/" + item.text();
      while (JsonText.read(clear(shop, "GET", path).body()).get("held") instanceof Number
          && System.nanoTime() - end < 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void found(Anomaly fault, String sentence) {
    found.add(new Discrepancy(fault, sentence));
  }

  /** Repeats until the answer is clear, which all calls allow. */
  private HttpResponse<String> clear(ShopClient shop, String method, String path)
      throws IOException, InterruptedException {
    while (true) {
      boolean isOver = System.nanoTime() - endNanos >= 0;
      try {
        HttpResponse<String> answer = shop.exchange(method, path);
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
