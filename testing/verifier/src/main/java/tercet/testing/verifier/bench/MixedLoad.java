package tercet.testing.verifier.bench;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import tercet.testing.verifier.http.ConnectionError;
import tercet.testing.verifier.http.HttpResponse;
import tercet.testing.verifier.http.RequestBuffer;
import tercet.testing.verifier.http.RequestSource;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.OrderId;

/** Makes the calls of a mix, books the answers, and measures. Ends when no order is left. */
final class MixedLoad implements RequestSource {
  private static final LoadCall[] CALLS = LoadCall.values();
  private static final int CALL_SHIFT = Integer.SIZE;
  private static final long SEED = 42;

  private final LoadSet set;
  private final ReferenceModel books;
  private final Mix.Drawing mix;
  private final Skew.Drawing popularity;
  private final Meter meter;
  private final Consumer<OrderId> acknowledged;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private boolean ranOut;

  MixedLoad(LoadSet set, Mix mix, Skew skew, Meter meter) {
    this(set, mix, skew, meter, _ -> {});
  }

  /**
   * @param acknowledged hears of each first checkout that was answered with 2xx
   */
  MixedLoad(LoadSet set, Mix mix, Skew skew, Meter meter, Consumer<OrderId> acknowledged) {
    this.acknowledged = acknowledged;
    this.set = set;
    this.books = set.books();
    this.mix = mix.drawing();
    this.popularity = skew.over(set.itemCount());
    this.meter = meter;
  }

  /** True if the load ended before its time because every order was checked out. */
  boolean ranOut() {
    return ranOut;
  }

  @Override
  public boolean next(RequestBuffer request) {
    meter.begin();
    LoadCall drawn = mix.next(random);
    LoadCall call = drawn == LoadCall.REPEAT && set.handedOut() == 0 ? LoadCall.CHECKOUT : drawn;
    if (call == LoadCall.CHECKOUT && !set.hasOrder()) {
      ranOut = true;
      return false;
    }
    int number = draw(call);
    call.write(request, id(call, number));
    request.tag(tag(call, number));
    return true;
  }

  /** Lives as long as the request, so that the order of the calls may change between versions. */
  @SuppressWarnings("EnumOrdinal")
  private static long tag(LoadCall call, int number) {
    return (long) call.ordinal() << CALL_SHIFT | number;
  }

  /** Which call a tag stands for. */
  static LoadCall call(long tag) {
    return CALLS[(int) (tag >> CALL_SHIFT)];
  }

  private int draw(LoadCall call) {
    return switch (call) {
      case CHECKOUT -> set.takeOrder();
      case REPEAT -> random.nextInt(set.handedOut());
      case FIND_ORDER -> random.nextInt(set.orderCount());
      case FIND_ITEM, ADD_STOCK, SUBTRACT_STOCK -> popularity.next(random);
      case FIND_USER, ADD_FUNDS, PAY, CREATE_ORDER -> random.nextInt(set.userCount());
      case CREATE_ITEM, CREATE_USER, NOOP -> 0;
    };
  }

  private String id(LoadCall call, int number) {
    return switch (call) {
      case CHECKOUT, REPEAT, FIND_ORDER -> set.order(number).text();
      case FIND_ITEM, ADD_STOCK, SUBTRACT_STOCK -> set.item(number).text();
      case FIND_USER, ADD_FUNDS, PAY, CREATE_ORDER -> set.user(number).text();
      case CREATE_ITEM, CREATE_USER, NOOP -> "";
    };
  }

  @Override
  public void answered(long tag, HttpResponse answer) {
    LoadCall call = call(tag);
    meter.answered(call, answer.status(), answer.latencyNanos(), answer.endNanos());
    int number = (int) tag;
    switch (call) {
      case CHECKOUT, REPEAT -> {
        if (call == LoadCall.CHECKOUT && answer.isOk()) {
          acknowledged.accept(set.order(number));
        }
        books.answered(set.order(number), answer);
      }
      case ADD_STOCK, SUBTRACT_STOCK, ADD_FUNDS, PAY ->
          bookChange(call, number, ClientOutcome.of(answer.status()));
      case FIND_ORDER, FIND_ITEM, FIND_USER, CREATE_ORDER, CREATE_ITEM, CREATE_USER, NOOP -> {}
    }
  }

  @Override
  public void broken(long tag, ConnectionError breakage) {
    LoadCall call = call(tag);
    meter.broken(call, breakage, System.nanoTime());
    int number = (int) tag;
    switch (call) {
      case CHECKOUT, REPEAT -> books.told(set.order(number), ClientOutcome.UNKNOWN);
      case ADD_STOCK, SUBTRACT_STOCK, ADD_FUNDS, PAY ->
          bookChange(call, number, ClientOutcome.UNKNOWN);
      case FIND_ORDER, FIND_ITEM, FIND_USER, CREATE_ORDER, CREATE_ITEM, CREATE_USER, NOOP -> {}
    }
  }

  private void bookChange(LoadCall call, int number, ClientOutcome told) {
    if (told == ClientOutcome.REFUSED) {
      return;
    }
    boolean isStock = call == LoadCall.ADD_STOCK || call == LoadCall.SUBTRACT_STOCK;
    long amount = call == LoadCall.ADD_STOCK || call == LoadCall.ADD_FUNDS ? 1 : -1;
    if (isStock && told == ClientOutcome.PAID) {
      books.gotStock(set.item(number), amount);
    } else if (isStock) {
      books.mayHaveGotStock(set.item(number), amount);
    } else if (told == ClientOutcome.PAID) {
      books.gotCredit(set.user(number), amount);
    } else {
      books.mayHaveGotCredit(set.user(number), amount);
    }
  }
}
