package tercet.testing.verifier.fake;

/** The one way in which a {@link FakeShop} is wrong. */
public enum SeededBug {
  NONE,
  /** Sells missing pieces, and says that 0 are left. */
  OVERSELLS,
  /** Sells missing pieces, and lets the stock go below zero. */
  GOES_BELOW_ZERO,
  CHARGES_TWICE,
  /** Charges first, and keeps the money when there is no stock. */
  KEEPS_MONEY_OF_REFUSED,
  /** Takes the pieces first, and keeps them when there is no credit. */
  KEEPS_PIECES_OF_REFUSED,
  CHARGES_WRONG_USER,
  SAYS_200_WITHOUT_EFFECT,
  SAYS_400_BUT_DOES_IT,
  SAYS_500_FOR_PURCHASE,
  /** The contract allows it: its client knows nothing. */
  SAYS_503_FOR_PURCHASE,
  SAYS_500_FOR_REFUSAL,
  NEVER_FORGIVES_REFUSED,
  /** Blocks the credit of a refused user, and shows it as if it could be spent. */
  HOLDS_MONEY_OF_REFUSED,
  /** Says that an order is not paid for two seconds after it was. */
  SHOWS_PAID_LATE,
  /** Marks the order paid and takes the money, but not the pieces. */
  FORGETS_STOCK,
  /** Marks the order paid and takes the pieces, but not the money. */
  FORGETS_MONEY,
  LOSES_ORDER,
  /** Acknowledges every seventh addItem, and forgets it. */
  LOSES_ADDED_LINE,
  /** Loses the last line of the order that it checks out. */
  LOSES_LINE,
  /** Gives every seventh new user the id of the one before, as a counter without a lock does. */
  GIVES_USER_ID_TWICE,
  /** Gives money away. */
  PRINTS_MONEY,
  /** When it is killed, the last orders that it acknowledged as paid were never bought. */
  FORGETS_LATEST_WHEN_KILLED,
}
