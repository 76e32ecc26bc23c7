package tercet.testing.verifier.contention;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import tercet.testing.verifier.http.ConnectionError;
import tercet.testing.verifier.http.HttpResponse;
import tercet.testing.verifier.http.RequestBuffer;
import tercet.testing.verifier.http.RequestSource;
import tercet.testing.verifier.json.JsonText;
import tercet.testing.verifier.model.Anomaly;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.Discrepancy;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BrokenContractException;
import tercet.testing.verifier.shop.Order;
import tercet.testing.verifier.shop.ShopAnswers;

/**
 * The calls of an {@link ExtendedContention}. Those of one order are close together, so that they
 * race. Each has an Idempotency-Key, and is repeated until its answer is clear: so every piece that
 * was taken out of an order is known.
 */
final class ExtendedCalls implements RequestSource {
  /** Orders whose calls may be under way at once. */
  private static final double NEIGHBOURS = 64;

  private static final int REPEATS_MAX = 50;
  private static final Set<Integer> NO_ROUTE = Set.of(404, 405);
  private static final String OUT_OF_STOCK = "out_of_stock";

  private record Call(OrderStory story, OrderCall what, double at) {}

  /**
   * A call that was sent.
   *
   * @param nanos when it was sent first
   * @param told of its order when it was sent last
   */
  private record Sent(long nanos, ClientOutcome told) {}

  private final String keys;
  private final ReferenceModel books;
  private final CallQueue<Call> calls;
  private final Map<Integer, Sent> sent = new HashMap<>();
  private String untested = "";

  /**
   * @param keys begin of the Idempotency-Keys, which the shop has not seen before
   */
  ExtendedCalls(
      List<OrderStory> stories, String keys, RandomGenerator random, ReferenceModel books) {
    this.keys = keys;
    this.books = books;
    List<Call> all = new ArrayList<>();
    for (int i = 0; i < stories.size(); i++) {
      for (OrderCall what : OrderCall.plan(stories.get(i).made(), random)) {
        all.add(new Call(stories.get(i), what, i + NEIGHBOURS * random.nextDouble()));
      }
    }
    all.sort(Comparator.comparingDouble(Call::at));
    this.calls = new CallQueue<>(all, REPEATS_MAX);
  }

  /** How far it is. */
  CallQueue<?> calls() {
    return calls;
  }

  /** Why the shop was not tested, for a person: an answer of 200 that cannot be read, no route. */
  String untested() {
    return untested;
  }

  @Override
  public boolean next(RequestBuffer request) {
    int index = calls.next();
    if (index == CallQueue.NONE) {
      return false;
    }
    Call call = calls.at(index);
    Sent before = sent.get(index);
    long nanos = before == null ? System.nanoTime() : before.nanos();
    sent.put(index, new Sent(nanos, call.story().told()));
    if (call.what().isRead()) {
      request.get();
    } else {
      request.post().idempotencyKey(keys + index);
    }
    call.what().write(request.tag(index), call.story().made());
    return true;
  }

  @Override
  public void answered(long tag, HttpResponse answer) {
    int index = (int) tag;
    Call call = calls.at(index);
    if (NO_ROUTE.contains(answer.status()) && call.what() != OrderCall.Plain.FIND) {
      untested =
          "the shop has no such route: /orders/%s/… answered %d"
              .formatted(call.what().route(), answer.status());
      return;
    }
    if (!call.what().isRead()) {
      ended(index, call, ClientOutcome.of(answer.status()), answer);
      return;
    }
    if (answer.isOk()) {
      ClientOutcome told = sentAs(index).told();
      if (call.what() == OrderCall.Plain.STATUS) {
        call.story().read(told, fields(call, answer));
      } else {
        look(told, call.story(), answer);
      }
    }
  }

  private Sent sentAs(int index) {
    Sent found = sent.get(index);
    if (found == null) {
      throw new IllegalStateException("an answer to a call that was not sent: " + index);
    }
    return found;
  }

  @Override
  public void broken(long tag, ConnectionError breakage) {
    Call call = calls.at((int) tag);
    if (!call.what().isRead() && !calls.repeat((int) tag)) {
      told(call, ClientOutcome.UNKNOWN, Map.of(), (int) tag);
    }
  }

  private void ended(int index, Call call, ClientOutcome told, HttpResponse answer) {
    if (told != ClientOutcome.UNKNOWN) {
      boolean isRead = call.what() == OrderCall.Plain.CANCEL || told == ClientOutcome.REFUSED;
      told(call, told, isRead ? fields(call, answer) : Map.of(), index);
    } else if (!calls.repeat(index)) {
      told(call, told, Map.of(), index);
    }
  }

  private Map<String, ?> fields(Call call, HttpResponse answer) {
    try {
      return JsonText.read(answer.bodyText());
    } catch (IOException e) {
      if (answer.isOk()) {
        untested = "/orders/%s: %s".formatted(call.what().route(), e.getMessage());
      }
      return Map.of();
    }
  }

  private void told(Call call, ClientOutcome told, Map<String, ?> fields, int index) {
    OrderStory story = call.story();
    switch (call.what()) {
      case OrderCall.Checkout(long maxTotal) -> {
        story.checkedOut(maxTotal, told);
        if (told == ClientOutcome.REFUSED && OUT_OF_STOCK.equals(fields.get("code"))) {
          story.wasOutOfStock(sentAs(index).nanos(), System.nanoTime());
        }
      }
      case OrderCall.Remove remove -> story.removed(remove.item(), remove.quantity(), told);
      case OrderCall.CancelItem cancel -> story.cancelled(cancel.item(), cancel.quantity(), told);
      case OrderCall.Reserve(boolean isAlone) -> {
        story.reserved(told);
        if (isAlone && told == ClientOutcome.PAID) {
          long length = Duration.ofSeconds(OrderCall.RESERVED_SECONDS).toNanos();
          story.keeps(System.nanoTime(), sentAs(index).nanos() + length);
        }
      }
      case OrderCall.Plain plain -> {
        switch (plain) {
          case CLEAR -> story.cleared(told);
          case CANCEL ->
              story.cancelled(fields.get("refund_id") instanceof String id ? id : "", told);
          case REPRICE, RELEASE, FIND, STATUS -> {} // prices do not change
        }
      }
    }
  }

  private void look(ClientOutcome told, OrderStory story, HttpResponse answer) {
    try {
      Order found = ShopAnswers.order(story.made().id(), answer, books.oddities());
      if (found.paid() && told == ClientOutcome.CANCELLED) {
        books.saw(
            new Discrepancy(
                Anomaly.STALE_READ,
                "Order %s was cancelled (2xx), and a read after that said that it is paid."
                    .formatted(found.id())));
      }
    } catch (BrokenContractException e) {
      untested = String.valueOf(e.getMessage());
    }
  }
}
