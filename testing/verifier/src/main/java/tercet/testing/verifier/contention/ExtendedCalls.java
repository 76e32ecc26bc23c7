package tercet.testing.verifier.contention;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Line;
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
  private static final int PLANS = 6;
  private static final long NO_LIMIT = Long.MAX_VALUE;
  private static final Set<Integer> NO_ROUTE = Set.of(404, 405);

  private sealed interface Action {}

  private record Checkout(long maxTotal) implements Action {}

  private record Remove(ItemId item, long quantity) implements Action {}

  private record CancelItem(ItemId item, long quantity) implements Action {}

  private enum Plain implements Action {
    CLEAR,
    REPRICE,
    CANCEL,
    FIND
  }

  private record Call(OrderStory story, Action action, double at) {}

  private final String keys;
  private final RandomGenerator random;
  private final ReferenceModel books;
  private final List<Call> calls = new ArrayList<>();
  private final ArrayDeque<Integer> again = new ArrayDeque<>();
  private final Map<Integer, Integer> repeats = new HashMap<>();

  /** Calls that read an order which was known as cancelled when they were sent. */
  private final Set<Integer> afterCancel = new HashSet<>();

  private String untested = "";
  private int next;

  /**
   * @param keys begin of the Idempotency-Keys, which the shop has not seen before
   */
  ExtendedCalls(
      List<OrderStory> stories, String keys, RandomGenerator random, ReferenceModel books) {
    this.keys = keys;
    this.random = random;
    this.books = books;
    for (int i = 0; i < stories.size(); i++) {
      for (Action action : plan(stories.get(i).made())) {
        calls.add(new Call(stories.get(i), action, i + NEIGHBOURS * random.nextDouble()));
      }
    }
    calls.sort(Comparator.comparingDouble(Call::at));
  }

  private List<Action> plan(Order order) {
    List<Action> actions = new ArrayList<>(List.of(Plain.FIND));
    int kind = random.nextInt(PLANS);
    Checkout any = new Checkout(NO_LIMIT);
    if (order.lines().isEmpty() || kind == 0) {
      actions.addAll(Collections.nCopies(1 + random.nextInt(3), any));
      actions.add(Plain.CANCEL);
      return actions;
    }
    switch (kind) {
      case 1 -> {
        actions.addAll(Collections.nCopies(2, any));
        some(3).forEach(_ -> actions.add(cancelItem(order)));
      }
      case 2 -> {
        actions.addAll(Collections.nCopies(2, any));
        some(2).forEach(_ -> actions.add(remove(order)));
        actions.add(random.nextInt(3) == 0 ? Plain.CLEAR : Plain.REPRICE);
      }
      case 3 -> some(2).forEach(_ -> actions.add(new Checkout(order.totalCost() - 1)));
      case 4 -> {
        actions.addAll(List.of(new Checkout(order.totalCost()), any, Plain.REPRICE));
        actions.addAll(List.of(cancelItem(order), Plain.CANCEL, Plain.CANCEL));
      }
      default -> actions.addAll(Collections.nCopies(3, any));
    }
    return actions;
  }

  /** One up to this many. */
  private List<Integer> some(int most) {
    return Collections.nCopies(1 + random.nextInt(most), 0);
  }

  private Remove remove(Order order) {
    Line line = order.lines().get(random.nextInt(order.lines().size()));
    return new Remove(line.item(), 1 + random.nextLong(line.quantity()));
  }

  private CancelItem cancelItem(Order order) {
    Remove drawn = remove(order);
    return new CancelItem(drawn.item(), drawn.quantity());
  }

  /** True if no call is left. */
  boolean isDone() {
    return next == calls.size() && again.isEmpty();
  }

  /** How many of the calls were made, without those that were made again. */
  int asked() {
    return next;
  }

  int size() {
    return calls.size();
  }

  /** Why the shop was not tested, for a person: an answer of 200 that cannot be read, no route. */
  String untested() {
    return untested;
  }

  @Override
  public boolean next(RequestBuffer request) {
    Integer index = again.poll();
    if (index == null) {
      if (next == calls.size()) {
        return false;
      }
      index = next++;
    }
    Call call = calls.get(index);
    if (call.action() == Plain.FIND) {
      if (call.story().isCancelled()) {
        afterCancel.add(index);
      }
      request.get();
    } else {
      request.post().idempotencyKey(keys + index);
    }
    request.tag(index).path("/orders/").path(route(call.action())).path("/");
    request.path(call.story().made().id().text());
    switch (call.action()) {
      case Checkout(long maxTotal) when maxTotal < NO_LIMIT ->
          request.path("?max_total=").path(maxTotal);
      case Remove(ItemId item, long quantity) -> pieces(request, item, quantity);
      case CancelItem(ItemId item, long quantity) -> pieces(request, item, quantity);
      case Checkout _, Plain _ -> {}
    }
    return true;
  }

  private static String route(Action action) {
    return switch (action) {
      case Checkout _ -> "checkout";
      case Remove _ -> "removeItem";
      case CancelItem _ -> "cancelItem";
      case Plain plain -> plain.name().toLowerCase(Locale.ROOT);
    };
  }

  private static void pieces(RequestBuffer request, ItemId item, long quantity) {
    request.path("/").path(item.text()).path("/").path(quantity);
  }

  @Override
  public void answered(long tag, HttpResponse answer) {
    Call call = calls.get((int) tag);
    if (call.action() == Plain.FIND) {
      if (answer.isOk()) {
        look((int) tag, call.story(), answer);
      }
      return;
    }
    if (NO_ROUTE.contains(answer.status())) {
      untested =
          "the shop has no such route: POST /orders/%s/… answered %d"
              .formatted(route(call.action()), answer.status());
    }
    String refund = call.action() == Plain.CANCEL && answer.isOk() ? refundOf(answer) : "";
    ended((int) tag, call, ClientOutcome.of(answer.status()), refund);
  }

  private String refundOf(HttpResponse answer) {
    try {
      return JsonText.read(answer.bodyText()).get("refund_id") instanceof String id ? id : "";
    } catch (IOException e) {
      untested = "POST /orders/cancel: " + e.getMessage();
      return "";
    }
  }

  @Override
  public void broken(long tag, ConnectionError breakage) {
    Call call = calls.get((int) tag);
    if (call.action() != Plain.FIND) {
      ended((int) tag, call, ClientOutcome.UNKNOWN, "");
    }
  }

  private void ended(int index, Call call, ClientOutcome told, String refund) {
    if (told == ClientOutcome.UNKNOWN && repeats.merge(index, 1, Integer::sum) <= REPEATS_MAX) {
      again.add(index);
      return;
    }
    switch (call.action()) {
      case Checkout(long maxTotal) -> call.story().checkedOut(maxTotal, told);
      case Remove(ItemId item, long quantity) -> call.story().removed(item, quantity, told);
      case CancelItem(ItemId item, long quantity) -> call.story().cancelled(item, quantity, told);
      case Plain plain -> {
        switch (plain) {
          case CLEAR -> call.story().cleared(told);
          case CANCEL -> call.story().cancelled(refund, told);
          case REPRICE, FIND -> {} // prices do not change
        }
      }
    }
  }

  private void look(int index, OrderStory story, HttpResponse answer) {
    try {
      Order found = ShopAnswers.order(story.made().id(), answer, books.oddities());
      if (found.paid() && afterCancel.contains(index)) {
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
