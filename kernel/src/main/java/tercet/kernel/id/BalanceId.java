package tercet.kernel.id;

/** Names a balance: the stock of an item or the credit of a user. */
public sealed interface BalanceId permits ItemId, UserId {
  /** Opaque, not empty. */
  String value();

  /** The service that owns it. */
  Service service();
}
