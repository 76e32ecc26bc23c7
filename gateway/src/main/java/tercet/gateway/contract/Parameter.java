package tercet.gateway.contract;

import tercet.kernel.id.Amount;

/**
 * The parameters of the contract, by the names that the templates of its routes or the query give
 * them.
 */
public enum Parameter {
  ITEM_ID(Kind.ID, "an item"),
  USER_ID(Kind.ID, "a user"),
  ORDER_ID(Kind.ID, "an order"),
  PRICE(Kind.AMOUNT, "price of one piece, in the smallest unit of money"),
  ITEM_PRICE(Kind.AMOUNT, "price of one piece, in the smallest unit of money"),
  AMOUNT(Kind.AMOUNT, "pieces, or money in its smallest unit"),
  STARTING_STOCK(Kind.AMOUNT, "stock of each item"),
  STARTING_MONEY(Kind.AMOUNT, "credit of each user"),
  MAX_TOTAL(Kind.AMOUNT, "the most that the order may cost, in the smallest unit of money"),
  QUANTITY(Kind.QUANTITY, "pieces, at least one"),
  SECONDS(Kind.SECONDS, "how long, at least one, and at most what the shop allows"),
  N(Kind.COUNT, "how many to make: \"0\" to \"n - 1\""),
  N_ITEMS(Kind.COUNT, "items to draw from; at least 1 if n is"),
  N_USERS(Kind.COUNT, "users to draw from; at least 1 if n is");

  /**
   * Characters of an id, in UTF-16 code units, or code points where those are fewer. Longer ones
   * would make keys, messages and log lines grow at a client's will.
   */
  static final int ID_LENGTH_MAX = 128;

  /** Digits of a number, leading zeros included. Twice what the largest amount has. */
  static final int DIGITS_MAX = 32;

  /**
   * The most that one batch initialization makes. A hundred times the standard load test; more
   * would keep the shards busy for minutes for one request.
   */
  static final int COUNT_MAX = 10_000_000;

  /** Stands for a text that is not a valid number of the parameter. */
  static final long MALFORMED = -1;

  /** The values that a parameter may have. */
  enum Kind {
    /** Opaque: 1 to {@value #ID_LENGTH_MAX} characters, none of them a control character. */
    ID(0, 0),
    /** From 0 to {@link Amount#MAX}. */
    AMOUNT(0, Amount.MAX),
    /** From 1 to {@link Amount#MAX}. */
    QUANTITY(1, Amount.MAX),
    /** From 1 to {@value ReservationLimits#SECONDS_MAX}. */
    SECONDS(1, ReservationLimits.SECONDS_MAX),
    /** From 0 to {@value #COUNT_MAX}. */
    COUNT(0, COUNT_MAX);

    final long min;
    final long max;

    Kind(long min, long max) {
      this.min = min;
      this.max = max;
    }
  }

  private final Kind kind;
  private final String meaning;

  Parameter(Kind kind, String meaning) {
    this.kind = kind;
    this.meaning = meaning;
  }

  Kind kind() {
    return kind;
  }

  /** Whether it is a segment of the path; otherwise it may be left out. */
  boolean isInPath() {
    return this != MAX_TOTAL;
  }

  /** The meaning, for a reader. */
  String meaning() {
    return meaning;
  }

  /** True if the text can be an id. */
  public static boolean isId(String text) {
    int length = text.length();
    if (length == 0 || (length > ID_LENGTH_MAX && text.codePointCount(0, length) > ID_LENGTH_MAX)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return false;
      }
    }
    // Clients and proxies take these two for path navigation, so they cannot name anything.
    return !text.equals(".") && !text.equals("..");
  }

  /** The number that the text stands for, or {@link #MALFORMED}. */
  long number(String text) {
    int length = text.length();
    if (length == 0 || length > DIGITS_MAX) {
      return MALFORMED;
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return MALFORMED;
      }
      value = value * 10 + (digit - '0');
      if (value > kind.max) {
        return MALFORMED;
      }
    }
    return value < kind.min ? MALFORMED : value;
  }
}
