package tercet.gateway.contract;

import java.util.List;

/**
 * A field of a reply, for the OpenAPI document.
 *
 * @param always whether every reply has it
 */
record ReplyField(String name, Type type, boolean always) {
  enum Type {
    ID,
    AMOUNT,
    BOOLEAN,
    TEXT,
    TEXTS,
    /** UTC in ISO 8601. */
    TIME,
    /** A list of pairs of an item's id and a quantity. */
    LINES
  }

  /** One that every reply has. */
  ReplyField(String name, Type type) {
    this(name, type, true);
  }

  /** One that some replies have. */
  static ReplyField sometimes(String name, Type type) {
    return new ReplyField(name, type, false);
  }

  /** It happened. */
  static final List<ReplyField> DONE = List.of(new ReplyField("done", Type.BOOLEAN));

  /** It happened, and a sentence says what. */
  static final List<ReplyField> MESSAGE = List.of(new ReplyField("msg", Type.TEXT));
}
