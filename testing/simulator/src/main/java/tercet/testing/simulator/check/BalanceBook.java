package tercet.testing.simulator.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Item;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.testing.simulator.world.Violation;

/** The history of one balance: the changes by clients, and the orders that were paid from it. */
final class BalanceBook {
  private final Key key;
  private final Versions<Balance> versions = new Versions<>();
  private final Versions<Long> decided = new Versions<>();
  private final List<Move> moves = new ArrayList<>();
  private final List<Long> toApply = new ArrayList<>();
  private long filledAt = Long.MIN_VALUE;
  private long base;
  private long ceiling;
  private long givenNow;

  BalanceBook(Key key) {
    this.key = key;
  }

  /**
   * An amount that was added or taken for good.
   *
   * @param position of the ledger when it was done, or paid
   * @param begunAt position of the ledger when it was asked for
   */
  private record Move(long position, long begunAt, long amount, String why) {}

  Key key() {
    return key;
  }

  Versions<Balance> versions() {
    return versions;
  }

  /** The amount after all decided changes, whether or not they have been made. */
  Versions<Long> decided() {
    return decided;
  }

  /** The amount if all undecided transactions abort. */
  static long total(Balance balance) {
    return left(balance) + balance.held().value();
  }

  /** The amount that no transaction has, whether or not it is kept for an order. */
  static long left(Balance balance) {
    return balance.amount().plus(balance.leased()).value();
  }

  void put(long position, @Nullable Balance balance) {
    versions.add(position, balance);
  }

  /** It was created, or overwritten. */
  void filled(long position) {
    Balance balance = versions.now();
    base = balance == null ? 0 : balance.amount().value();
    ceiling = base;
    decided.add(position, base);
    toApply.clear();
    filledAt = position;
    moves.removeIf(move -> move.position() < position);
  }

  /** Whether it was created or overwritten from a position on. */
  boolean wasFilledSince(long position) {
    return filledAt >= position;
  }

  /** A client added or took something. */
  void moved(long position, long amount, String command) {
    moves.add(new Move(position, position, amount, command));
    ceiling += amount;
    decide(position, amount);
  }

  /** An order was paid from it. */
  void paid(long position, long begunAt, long amount, String transaction) {
    moves.add(new Move(position, begunAt, -amount, transaction));
    toApply.add(amount);
    decide(position, -amount);
    if (begunAt >= filledAt) {
      ceiling -= amount;
    }
  }

  /** An amount of a cancelled order was given back to it, just now. */
  void refunded(long position, long amount, String refund) {
    Balance now = versions.now();
    Balance before = versions.before();
    if (now == null
        || before == null
        || left(now) != left(before) + amount
        || !now.held().equals(before.held())
        || !now.lockQueue().equals(before.lockQueue())) {
      throw new Violation(
          "%s gives back %d to %s, but makes %s of %s".formatted(refund, amount, key, now, before),
          TraceTerms.with(TraceTerms.of(key), refund));
    }
    moved(position, amount, refund);
    givenNow = amount;
  }

  private void decide(long position, long change) {
    Long sum = decided.now();
    decided.add(position, (sum == null ? 0 : sum) + change);
  }

  /** The rule that holds at any time: a transaction only takes, or gives back what it took. */
  void check(boolean maybeNew, Promised promised) {
    Balance now = versions.now();
    Balance before = versions.before();
    if (now == null) {
      throw new Violation(key + " has vanished, it was " + before, TraceTerms.of(key));
    }
    if (!maybeNew && before == null) {
      throw new Violation(key + " appears from nowhere: " + now, TraceTerms.of(key));
    }
    if (total(now) > Amount.MAX) {
      throw new Violation(
          "%s has no room for all that may be given back: %s".formatted(key, now),
          TraceTerms.of(key));
    }
    if (!maybeNew
        && now instanceof Item item
        && before instanceof Item was
        && !item.price().equals(was.price())) {
      throw new Violation(key + " changes its price: " + was + " to " + item, TraceTerms.of(key));
    }
    long decidedAndThere =
        promised.takesAfterDeciding() ? toApply.stream().mapToLong(Long::longValue).sum() : 0;
    if (now.amount().value() > ceiling + decidedAndThere) {
      throw new Violation(
          "%s has %d, more than the %d that were ever put in and not spent"
              .formatted(key, now.amount().value(), ceiling),
          TraceTerms.of(key));
    }
    if (!maybeNew && promised.hidesUndecided() && before != null) {
      isDecided(total(before) - total(now) + givenNow);
    }
    givenNow = 0;
  }

  /** Only decided changes may show: a transaction takes when its order is paid, and only then. */
  private void isDecided(long taken) {
    if (taken != 0 && !toApply.remove(taken)) {
      throw new Violation(
          "%s loses %d before anything is decided; decided and not done is %s"
              .formatted(key, taken, toApply),
          TraceTerms.of(key));
    }
  }

  /**
   * The rule at the end: the amount is the sum of additions less the sum spent. Whether a
   * transaction that was open when the balance was overwritten took from the old amount or the new
   * one is open.
   */
  void close() {
    Balance now = versions.now();
    if (now == null) {
      return;
    }
    Set<Long> possible = new HashSet<>(Set.of(base));
    long definite = 0;
    for (Move move : moves) {
      if (move.begunAt() >= filledAt) {
        definite += move.amount();
      } else {
        List<Long> more = possible.stream().map(sum -> sum + move.amount()).toList();
        possible.addAll(more);
      }
    }
    long amount = left(now);
    if (!possible.contains(amount - definite)) {
      throw new Violation(
          "%s ends with %d, but was filled with %d and then changed by %s"
              .formatted(key, amount, base, moves),
          TraceTerms.of(key));
    }
  }
}
