package tercet.testing.verifier.shop;

import tercet.testing.verifier.http.HttpResponse;

/**
 * Reads records from answers with 2xx. Each method throws {@link BrokenContractException} if there
 * is something else in it than the contract promises.
 */
public final class ShopAnswers {
  private ShopAnswers() {}

  public static Order order(OrderId id, HttpResponse answer) {
    return ShopJson.order(id, answer.body(), answer.bodyLength());
  }

  public static Item item(ItemId id, HttpResponse answer) {
    return ShopJson.item(id, answer.body(), answer.bodyLength());
  }

  public static User user(UserId id, HttpResponse answer) {
    return ShopJson.user(id, answer.body(), answer.bodyLength());
  }
}
