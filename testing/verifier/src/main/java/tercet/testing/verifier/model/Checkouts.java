package tercet.testing.verifier.model;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import tercet.testing.verifier.http.ConnectionError;
import tercet.testing.verifier.http.HttpResponse;
import tercet.testing.verifier.http.RequestBuffer;
import tercet.testing.verifier.http.RequestSource;
import tercet.testing.verifier.shop.OrderId;

/** Checks orders out, each once, and books the answers. */
public final class Checkouts implements RequestSource {
  private static final String PATH = "/orders/checkout/";

  private final List<OrderId> orders;
  private final ReferenceModel books;
  private final boolean repeatsUnknown;
  private final ArrayDeque<Integer> again = new ArrayDeque<>();
  private final AtomicLong paid = new AtomicLong();
  private int next;

  private Checkouts(Collection<OrderId> orders, ReferenceModel books, boolean repeatsUnknown) {
    this.orders = List.copyOf(orders);
    this.books = books;
    this.repeatsUnknown = repeatsUnknown;
  }

  /** Leaves unknown outcomes unknown. */
  public static Checkouts once(Collection<OrderId> orders, ReferenceModel books) {
    return new Checkouts(orders, books, false);
  }

  /** Repeats a checkout until it is paid or refused, as the contract allows. */
  public static Checkouts untilDefinite(Collection<OrderId> orders, ReferenceModel books) {
    return new Checkouts(orders, books, true);
  }

  /** Answers that said paid so far. Safe for any thread. */
  public long paid() {
    return paid.get();
  }

  /** True if no order is left to be asked for. */
  public boolean isDone() {
    return next == orders.size() && again.isEmpty();
  }

  /** How many orders were asked for so far. */
  public int asked() {
    return next;
  }

  @Override
  public boolean next(RequestBuffer request) {
    Integer index = again.poll();
    if (index == null) {
      if (next == orders.size()) {
        return false;
      }
      index = next++;
    }
    request.post().path(PATH).path(orders.get(index).text()).tag(index);
    return true;
  }

  @Override
  public void answered(long tag, HttpResponse answer) {
    books.answered(orders.get((int) tag), answer);
    outcome(tag, ClientOutcome.of(answer.status()));
  }

  @Override
  public void broken(long tag, ConnectionError breakage) {
    books.told(orders.get((int) tag), ClientOutcome.UNKNOWN);
    outcome(tag, ClientOutcome.UNKNOWN);
  }

  private void outcome(long tag, ClientOutcome outcome) {
    if (outcome == ClientOutcome.PAID) {
      paid.lazySet(paid.get() + 1);
    } else if (outcome == ClientOutcome.UNKNOWN && repeatsUnknown) {
      again.add((int) tag);
    }
  }
}
