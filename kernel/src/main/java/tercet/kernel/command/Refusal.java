package tercet.kernel.command;

import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.UserId;

/**
 * Why a command did not happen and will not happen. A participant that refuses names the first
 * balance of its part that stands in the way; the refusal that a checkout hears first is the one
 * that its clients get, and is the same whenever they ask.
 */
public sealed interface Refusal
    permits Reason, Refusal.Shortage, Refusal.Unknown, Refusal.Costlier {
  Reason reason();

  /** The code for programs; it never changes. */
  default String code() {
    return reason().code();
  }

  /** A sentence or two for people. */
  String sentence();

  /**
   * A balance did not suffice.
   *
   * @param wanted of it
   * @param left the amount that could be sold or spent when it was asked for; less than wanted
   */
  record Shortage(BalanceId balance, Amount wanted, Amount left) implements Refusal {
    public Shortage {
      if (wanted.compareTo(left) <= 0) {
        throw new IllegalArgumentException("no shortage: %s of %s".formatted(wanted, left));
      }
    }

    /** The amount that would have to be added. */
    public Amount missing() {
      return wanted.minus(left);
    }

    @Override
    public Reason reason() {
      return switch (balance) {
        case ItemId item -> Reason.OUT_OF_STOCK;
        case UserId user -> Reason.OUT_OF_CREDIT;
      };
    }

    @Override
    public String sentence() {
      return switch (balance) {
        case ItemId item ->
            "%s Of item %s, %d wanted, %d left."
                .formatted(reason().sentence(), item.value(), wanted.value(), left.value());
        case UserId user -> "%s Missing: %d.".formatted(reason().sentence(), missing().value());
      };
    }
  }

  /**
   * The order costs more than the client will pay.
   *
   * @param total of the order's lines, each at the price that it keeps
   * @param max the limit of the checkout; less than the total
   */
  record Costlier(Amount total, Amount max) implements Refusal {
    @Override
    public Reason reason() {
      return Reason.PRICE_CHANGED;
    }

    @Override
    public String sentence() {
      return "%s It costs %d, the limit is %d."
          .formatted(reason().sentence(), total.value(), max.value());
    }
  }

  /** There is no balance of this id. */
  record Unknown(BalanceId balance) implements Refusal {
    @Override
    public Reason reason() {
      return switch (balance) {
        case ItemId item -> Reason.UNKNOWN_ITEM;
        case UserId user -> Reason.UNKNOWN_USER;
      };
    }

    @Override
    public String sentence() {
      return "%s Id: %s.".formatted(reason().sentence(), balance.value());
    }
  }
}
