package tercet.gateway.access;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A part of the calls, which a token opens. No scope contains another one. */
public enum Scope {
  /** Reads, makes orders and buys. */
  SHOPPER,
  /** Makes and changes items and users, and fills the shop. */
  MERCHANT,
  /** Uses the administrative port. */
  OPERATOR;

  /** As in a file of tokens. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable Scope named(String word) {
    for (Scope scope : values()) {
      if (scope.word().equals(word)) {
        return scope;
      }
    }
    return null;
  }
}
