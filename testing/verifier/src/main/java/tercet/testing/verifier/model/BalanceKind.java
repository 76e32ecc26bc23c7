package tercet.testing.verifier.model;

/** The words for the two kinds of balance. */
enum BalanceKind {
  CREDIT("User", "credit", "overspent"),
  STOCK("Item", "stock", "oversold");

  private final String owner;
  private final String balance;
  private final String overdrawn;

  BalanceKind(String owner, String balance, String overdrawn) {
    this.owner = owner;
    this.balance = balance;
    this.overdrawn = overdrawn;
  }

  String owner() {
    return owner;
  }

  String balance() {
    return balance;
  }

  String overdrawn() {
    return overdrawn;
  }
}
