package tercet.testing.verifier.bench;

import java.util.Locale;
import tercet.testing.verifier.http.RequestBuffer;

/** A call of the contract that a {@link Mix} may have. Amounts are always 1. */
public enum LoadCall {
  /** Checkout of an order that was never checked out before. */
  CHECKOUT,
  /**
   * Checkout of an order that was checked out before: answered with 200 again, and nothing is
   * charged.
   */
  REPEAT,
  FIND_ORDER,
  FIND_ITEM,
  FIND_USER,
  ADD_STOCK,
  SUBTRACT_STOCK,
  ADD_FUNDS,
  PAY,
  CREATE_ORDER,
  CREATE_ITEM,
  CREATE_USER,
  /** {@code POST /noop}, which is not part of the contract: a route that does nothing. */
  NOOP;

  /** The word for it on the command line and in files, for example {@code find-order}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Writes the request.
   *
   * @param id of the order, item or user; not used where there is none yet
   */
  void write(RequestBuffer request, String id) {
    switch (this) {
      case CHECKOUT, REPEAT -> request.post().path("/orders/checkout/").path(id);
      case FIND_ORDER -> request.get().path("/orders/find/").path(id);
      case FIND_ITEM -> request.get().path("/stock/find/").path(id);
      case FIND_USER -> request.get().path("/payment/find_user/").path(id);
      case ADD_STOCK -> request.post().path("/stock/add/").path(id).path("/1");
      case SUBTRACT_STOCK -> request.post().path("/stock/subtract/").path(id).path("/1");
      case ADD_FUNDS -> request.post().path("/payment/add_funds/").path(id).path("/1");
      case PAY -> request.post().path("/payment/pay/").path(id).path("/1");
      case CREATE_ORDER -> request.post().path("/orders/create/").path(id);
      case CREATE_ITEM -> request.post().path("/stock/item/create/1");
      case CREATE_USER -> request.post().path("/payment/create_user");
      case NOOP -> request.post().path("/noop");
    }
  }
}
