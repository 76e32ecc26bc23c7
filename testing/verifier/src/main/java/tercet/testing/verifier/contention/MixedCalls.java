package tercet.testing.verifier.contention;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import tercet.testing.verifier.http.ConnectionError;
import tercet.testing.verifier.http.HttpResponse;
import tercet.testing.verifier.http.RequestBuffer;
import tercet.testing.verifier.http.RequestSource;
import tercet.testing.verifier.model.Anomaly;
import tercet.testing.verifier.model.Cause;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.Discrepancy;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BrokenContractException;
import tercet.testing.verifier.shop.Item;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Order;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopAnswers;
import tercet.testing.verifier.shop.User;
import tercet.testing.verifier.shop.UserId;

/** The calls of a {@link MixedContention} in a random order; books the answers. */
final class MixedCalls implements RequestSource {
  private static final int CHECKOUTS_MAX = 3;
  private static final int RETRIES_MAX = 3;
  private static final int UNASKED_ONE_IN = 20;
  private static final int AMOUNT_MAX = 5;

  private sealed interface Call {}

  private record Checkout(OrderId order) implements Call {}

  private record FindOrder(OrderId order) implements Call {}

  private record FindItem(ItemId item) implements Call {}

  private record FindUser(UserId user) implements Call {}

  /** Amounts below zero are subtracted. */
  private record ChangeStock(ItemId item, long amount) implements Call {}

  /** Amounts below zero are paid. */
  private record ChangeCredit(UserId user, long amount) implements Call {}

  private final ReferenceModel books;
  private final CallQueue<Call> calls;

  /** For each call that reads an order, whether the order was known as paid when it was sent. */
  private final Map<Integer, ClientOutcome> toldBefore = new HashMap<>();

  private String unreadable = "";

  MixedCalls(
      List<Order> orders,
      List<UserId> users,
      List<ItemId> items,
      RandomGenerator random,
      ReferenceModel books) {
    this.books = books;
    List<Call> all = new ArrayList<>();
    for (Order order : orders) {
      if (random.nextInt(UNASKED_ONE_IN) > 0) {
        int checkouts = 1 + random.nextInt(CHECKOUTS_MAX);
        all.addAll(Collections.nCopies(checkouts, new Checkout(order.id())));
      }
      all.add(new FindOrder(order.id()));
      ItemId item = items.get(random.nextInt(items.size()));
      UserId user = users.get(random.nextInt(users.size()));
      all.add(
          switch (random.nextInt(4)) {
            case 0 -> new ChangeStock(item, drawAmount(random));
            case 1 -> new ChangeCredit(user, drawAmount(random));
            case 2 -> new FindItem(item);
            default -> new FindUser(user);
          });
    }
    Collections.shuffle(all, Random.from(random));
    this.calls = new CallQueue<>(all, RETRIES_MAX);
  }

  private static long drawAmount(RandomGenerator random) {
    long amount = 1 + random.nextLong(AMOUNT_MAX);
    return random.nextBoolean() ? amount : -amount;
  }

  /** How far it is. */
  CallQueue<?> calls() {
    return calls;
  }

  /** The last answer of 200 that could not be read, for a person; empty if there was none. */
  String unreadable() {
    return unreadable;
  }

  @Override
  public boolean next(RequestBuffer request) {
    int index = calls.next();
    if (index == CallQueue.NONE) {
      return false;
    }
    request.tag(index);
    switch (calls.at(index)) {
      case Checkout(OrderId order) -> request.post().path("/orders/checkout/").path(order.text());
      case FindOrder(OrderId order) -> {
        toldBefore.put(index, books.told(order));
        request.get().path("/orders/find/").path(order.text());
      }
      case FindItem(ItemId item) -> request.get().path("/stock/find/").path(item.text());
      case FindUser(UserId user) -> request.get().path("/payment/find_user/").path(user.text());
      case ChangeStock(ItemId item, long amount) ->
          change(request, amount > 0 ? "/stock/add/" : "/stock/subtract/", item.text(), amount);
      case ChangeCredit(UserId user, long amount) ->
          change(
              request, amount > 0 ? "/payment/add_funds/" : "/payment/pay/", user.text(), amount);
    }
    return true;
  }

  private static void change(RequestBuffer request, String path, String id, long amount) {
    request.post().path(path).path(id).path("/").path(Math.abs(amount));
  }

  @Override
  public void answered(long tag, HttpResponse answer) {
    int index = (int) tag;
    Call call = calls.at(index);
    ClientOutcome told = ClientOutcome.of(answer.status());
    switch (call) {
      case Checkout(OrderId order) -> {
        books.answered(order, answer);
        retryIfUnknown(index, told);
      }
      case FindOrder _, FindItem _, FindUser _ -> {
        if (answer.isOk()) {
          look(index, call, answer);
        }
      }
      case ChangeStock _, ChangeCredit _ -> bookChange(call, told);
    }
  }

  private void look(int index, Call call, HttpResponse answer) {
    try {
      check(index, call, answer);
    } catch (BrokenContractException e) {
      unreadable = String.valueOf(e.getMessage());
    }
  }

  private void check(int index, Call call, HttpResponse answer) {
    switch (call) {
      case FindOrder(OrderId order) ->
          checkNotStale(
              ShopAnswers.order(order, answer, books.oddities()),
              toldBefore.getOrDefault(index, ClientOutcome.NOT_ASKED));
      case FindItem(ItemId item) -> {
        Item found = ShopAnswers.item(item, answer, books.oddities());
        checkNotNegative(Cause.OVERSOLD, "Item " + item + " had a stock", found.stock());
      }
      case FindUser(UserId user) -> {
        User found = ShopAnswers.user(user, answer, books.oddities());
        checkNotNegative(Cause.OVERSPENT, "User " + user + " had a credit", found.credit());
      }
      case Checkout _, ChangeStock _, ChangeCredit _ -> {}
    }
  }

  @Override
  public void broken(long tag, ConnectionError breakage) {
    Call call = calls.at((int) tag);
    if (call instanceof Checkout(OrderId order)) {
      books.told(order, ClientOutcome.UNKNOWN);
      retryIfUnknown((int) tag, ClientOutcome.UNKNOWN);
    } else {
      bookChange(call, ClientOutcome.UNKNOWN);
    }
  }

  private void retryIfUnknown(int index, ClientOutcome told) {
    if (told == ClientOutcome.UNKNOWN) {
      calls.repeat(index);
    }
  }

  private void bookChange(Call call, ClientOutcome told) {
    switch (call) {
      case ChangeStock(ItemId item, long amount) when told == ClientOutcome.PAID ->
          books.gotStock(item, amount);
      case ChangeStock(ItemId item, long amount) when told == ClientOutcome.UNKNOWN ->
          books.mayHaveGotStock(item, amount);
      case ChangeCredit(UserId user, long amount) when told == ClientOutcome.PAID ->
          books.gotCredit(user, amount);
      case ChangeCredit(UserId user, long amount) when told == ClientOutcome.UNKNOWN ->
          books.mayHaveGotCredit(user, amount);
      case Checkout _, FindOrder _, FindItem _, FindUser _, ChangeStock _, ChangeCredit _ -> {}
    }
  }

  private void checkNotStale(Order order, ClientOutcome before) {
    if (before == ClientOutcome.PAID && !order.paid()) {
      books.saw(
          new Discrepancy(
              Anomaly.STALE_READ,
              "Order %s was acknowledged as paid (2xx), and a read after that said that it is not."
                  .formatted(order.id())));
    }
  }

  private void checkNotNegative(Cause cause, String what, long amount) {
    if (amount < 0) {
      books.saw(
          new Discrepancy(
              Anomaly.NEGATIVE_BALANCE,
              cause,
              "%s of %d during the contest.".formatted(what, amount)));
    }
  }
}
