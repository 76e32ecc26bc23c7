package tercet.testing.verifier.shop;

/**
 * A user as the service shows it.
 *
 * @param credit that can be spent now
 */
public record User(UserId id, long credit) {}
