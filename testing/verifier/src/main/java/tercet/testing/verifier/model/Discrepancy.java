package tercet.testing.verifier.model;

/**
 * One thing that is wrong with the shop.
 *
 * @param sentence that says it to a person, with ids and numbers
 */
public record Discrepancy(Anomaly fault, String sentence) {}
