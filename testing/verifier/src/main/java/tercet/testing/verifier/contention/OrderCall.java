package tercet.testing.verifier.contention;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import tercet.testing.verifier.http.RequestBuffer;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Line;
import tercet.testing.verifier.shop.Order;

/** A call about one order in an {@link ExtendedContention}. */
sealed interface OrderCall {
  /** No order of a contest costs as much. */
  long NO_LIMIT = Long.MAX_VALUE;

  /** So short that all reservations end soon after the contest. */
  int RESERVED_SECONDS = 5;

  /**
   * Buys the order.
   *
   * @param maxTotal what it may cost at most, or {@link #NO_LIMIT}
   */
  record Checkout(long maxTotal) implements OrderCall {}

  /** Takes pieces out before it is paid. */
  record Remove(ItemId item, long quantity) implements OrderCall {}

  /** Gives pieces back after it is paid. */
  record CancelItem(ItemId item, long quantity) implements OrderCall {}

  /**
   * Holds its stock for {@link #RESERVED_SECONDS}.
   *
   * @param isAlone no other call gives the stock up
   */
  record Reserve(boolean isAlone) implements OrderCall {}

  /** Calls without arguments. */
  enum Plain implements OrderCall {
    CLEAR,
    REPRICE,
    CANCEL,
    RELEASE,
    FIND,
    STATUS
  }

  /** True if it changes nothing. */
  default boolean isRead() {
    return this == Plain.FIND || this == Plain.STATUS;
  }

  /** Its name in the path. */
  default String route() {
    return switch (this) {
      case Checkout _ -> "checkout";
      case Remove _ -> "removeItem";
      case CancelItem _ -> "cancelItem";
      case Reserve _ -> "reserve";
      case Plain plain -> plain.name().toLowerCase(Locale.ROOT);
    };
  }

  /** Writes the path. */
  default void write(RequestBuffer request, Order order) {
    request.path("/orders/").path(route()).path("/").path(order.id().text());
    switch (this) {
      case Checkout(long maxTotal) when maxTotal < NO_LIMIT ->
          request.path("?max_total=").path(maxTotal);
      case Remove(ItemId item, long quantity) -> pieces(request, item, quantity);
      case CancelItem(ItemId item, long quantity) -> pieces(request, item, quantity);
      case Reserve _ -> request.path("/").path(RESERVED_SECONDS);
      case Checkout _, Plain _ -> {}
    }
  }

  private static void pieces(RequestBuffer request, ItemId item, long quantity) {
    request.path("/").path(item.text()).path("/").path(quantity);
  }

  /** The calls about one order, which exclude each other in part. */
  static List<OrderCall> plan(Order order, RandomGenerator random) {
    List<OrderCall> calls = new ArrayList<>(List.of(Plain.FIND, Plain.STATUS));
    Checkout any = new Checkout(NO_LIMIT);
    int kind = order.lines().isEmpty() ? 0 : random.nextInt(8);
    switch (kind) {
      case 0 -> {
        calls.addAll(Collections.nCopies(1 + random.nextInt(3), any));
        calls.add(Plain.CANCEL);
      }
      case 1 -> {
        calls.addAll(Collections.nCopies(2, any));
        some(3, random).forEach(_ -> calls.add(cancelItem(order, random)));
      }
      case 2 -> {
        calls.addAll(Collections.nCopies(2, any));
        some(2, random).forEach(_ -> calls.add(remove(order, random)));
        calls.add(random.nextInt(3) == 0 ? Plain.CLEAR : Plain.REPRICE);
      }
      case 3 -> some(2, random).forEach(_ -> calls.add(new Checkout(order.totalCost() - 1)));
      case 4 -> {
        calls.addAll(List.of(new Checkout(order.totalCost()), any, Plain.REPRICE));
        calls.addAll(List.of(cancelItem(order, random), Plain.CANCEL, Plain.CANCEL));
      }
      case 5 -> {
        calls.addAll(Collections.nCopies(3, any));
        calls.addAll(Collections.nCopies(1 + random.nextInt(2), new Reserve(true)));
      }
      case 6 -> {
        calls.addAll(List.of(new Reserve(false), Plain.RELEASE, remove(order, random), any));
        calls.addAll(List.of(new Reserve(false), cancelItem(order, random)));
      }
      default -> calls.addAll(Collections.nCopies(3, any));
    }
    return calls;
  }

  /** One up to this many. */
  private static List<Integer> some(int most, RandomGenerator random) {
    return Collections.nCopies(1 + random.nextInt(most), 0);
  }

  private static Remove remove(Order order, RandomGenerator random) {
    Line line = order.lines().get(random.nextInt(order.lines().size()));
    return new Remove(line.item(), 1 + random.nextLong(line.quantity()));
  }

  private static CancelItem cancelItem(Order order, RandomGenerator random) {
    Remove drawn = remove(order, random);
    return new CancelItem(drawn.item(), drawn.quantity());
  }
}
