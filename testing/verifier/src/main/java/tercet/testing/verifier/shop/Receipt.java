package tercet.testing.verifier.shop;

/**
 * The answer to a checkout.
 *
 * @param transactionId of the transaction that paid the order; empty if the answer has none
 */
public record Receipt(String transactionId) {}
