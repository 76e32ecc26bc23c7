package tercet.testing.verifier.shop;

import tercet.testing.verifier.http.HttpResponse;

/**
 * Reads records from answers with 2xx. Each method throws {@link BrokenContractException} if the
 * answer cannot be read.
 */
public final class ShopAnswers {
  static final String FIND_ITEM = "/stock/find/";
  static final String FIND_USER = "/payment/find_user/";
  static final String FIND_ORDER = "/orders/find/";

  private ShopAnswers() {}

  public static Order order(OrderId id, HttpResponse answer, Oddities oddities) {
    return HttpAnswer.of(route("GET", FIND_ORDER), answer, oddities).order(id);
  }

  public static Item item(ItemId id, HttpResponse answer, Oddities oddities) {
    return HttpAnswer.of(route("GET", FIND_ITEM), answer, oddities).item(id);
  }

  public static User user(UserId id, HttpResponse answer, Oddities oddities) {
    return HttpAnswer.of(route("GET", FIND_USER), answer, oddities).user(id);
  }

  /** The name of a route: the method and the path before its arguments. */
  static String route(String method, String path) {
    return method + " " + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }
}
