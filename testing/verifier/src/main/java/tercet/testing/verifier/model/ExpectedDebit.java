package tercet.testing.verifier.model;

import tercet.testing.verifier.shop.OrderId;

/**
 * The amount that one order takes from one balance, if it is paid.
 *
 * @param isPaid whether the shop says so; otherwise a checkout was at least asked for
 */
record ExpectedDebit(OrderId order, long amount, boolean isPaid) {}
