package tercet.kernel.balance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.Amount;
import tercet.kernel.id.OrderId;

/**
 * Pieces of an item that are kept for one order until a time. Nothing has to end it: from that time
 * on the pieces count as free, wherever the item is read.
 *
 * @param generation of the order; see {@link tercet.kernel.order.Order#generation}
 * @param taken the pieces of it that an undecided checkout of the order holds; they come back here
 *     if it aborts
 * @param claims at least one, each of another attempt: that of the reservation that the order has,
 *     if it has one, and that of the latest attempt to reserve it
 */
public record Lease(OrderId order, long generation, Amount taken, List<Claim> claims) {
  public Lease {
    claims = List.copyOf(claims);
    if (claims.isEmpty()) {
      throw new IllegalArgumentException("nothing is kept for " + order);
    }
  }

  /**
   * The pieces that one attempt to reserve the order keeps.
   *
   * @param attempt its number; a later attempt of the same order has a larger one
   * @param pieces that it keeps, together with those that a checkout holds
   * @param until the first moment at which it keeps none
   */
  public record Claim(long attempt, Amount pieces, Instant until) {
    boolean isOver(Instant now) {
      return !now.isBefore(until);
    }

    /** The same with what another one has more of. */
    Claim with(Amount others, Instant othersUntil) {
      return new Claim(
          attempt,
          others.compareTo(pieces) > 0 ? others : pieces,
          othersUntil.isAfter(until) ? othersUntil : until);
    }
  }

  /**
   * The pieces that are kept: as many as its largest claim wants and no checkout holds. They are
   * part of neither the item's amount nor of what transactions hold.
   */
  public Amount quantity() {
    Amount most = Amount.ZERO;
    for (Claim claim : claims) {
      most = claim.pieces().compareTo(most) > 0 ? claim.pieces() : most;
    }
    return most.compareTo(taken) > 0 ? most.minus(taken) : Amount.ZERO;
  }

  /** The claim of an attempt, or null. */
  public @Nullable Claim claim(long attempt) {
    for (Claim claim : claims) {
      if (claim.attempt() == attempt) {
        return claim;
      }
    }
    return null;
  }

  /** Whether an attempt is over because a later one has begun. */
  public boolean isLaterThan(long attempt) {
    return claims.stream().anyMatch(claim -> claim.attempt() > attempt);
  }

  /** The same without the claims of some attempts; null if none is left. */
  @Nullable Lease without(long after, long upTo) {
    return with(
        claims.stream().filter(one -> one.attempt() <= after || one.attempt() > upTo).toList());
  }

  /** Whether a claim of it is over. */
  boolean changesBy(Instant now) {
    for (Claim claim : claims) {
      if (claim.isOver(now)) {
        return true;
      }
    }
    return false;
  }

  /** The same at a time, or null. */
  @Nullable Lease asOf(Instant now) {
    return with(claims.stream().filter(claim -> !claim.isOver(now)).toList());
  }

  private @Nullable Lease with(List<Claim> left) {
    if (left.size() == claims.size()) {
      return this;
    }
    return left.isEmpty() ? null : new Lease(order, generation, taken, left);
  }

  /** The same with another number of pieces in a checkout. */
  Lease withTaken(Amount inCheckout) {
    return new Lease(order, generation, inCheckout, claims);
  }

  /** The pieces that both amounts have; the smaller one. */
  static Amount least(Amount one, Amount other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /**
   * The same with the claim of an attempt, which keeps what it wants and never less than before.
   *
   * @param reserved the attempt that has reserved the order: its claim stays; others are over
   */
  Lease with(Claim wanted, long reserved) {
    List<Claim> all = new ArrayList<>(2);
    Claim kept = claim(reserved);
    if (kept != null && reserved != wanted.attempt()) {
      all.add(kept);
    }
    Claim own = claim(wanted.attempt());
    all.add(own == null ? wanted : wanted.with(own.pieces(), own.until()));
    return new Lease(order, generation, taken, all);
  }
}
