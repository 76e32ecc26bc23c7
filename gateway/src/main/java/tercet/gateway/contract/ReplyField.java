package tercet.gateway.contract;

import java.util.List;

/** A field of a reply, for the OpenAPI document. */
record ReplyField(String name, Type type) {
  enum Type {
    ID,
    AMOUNT,
    BOOLEAN,
    TEXT,
    /** A list of pairs of an item's id and a quantity. */
    LINES
  }

  /** It happened. */
  static final List<ReplyField> DONE = List.of(new ReplyField("done", Type.BOOLEAN));

  /** It happened, and a sentence says what. */
  static final List<ReplyField> MESSAGE = List.of(new ReplyField("msg", Type.TEXT));
}
