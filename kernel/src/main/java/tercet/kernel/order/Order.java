package tercet.kernel.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Line;
import tercet.kernel.command.Pieces;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;

/** The items that a user wants to buy, or has bought. */
public sealed interface Order extends StoredRecord {
  /** Lines of one order. One transaction must fit into one message and one commit. */
  int MAX_LINES = 1_000;

  /**
   * Payments of earlier fillings that an order remembers. A participant may still be in doubt about
   * each of them: as many as there can be re-initializations of a shop while one node is away.
   */
  int MAX_PAST = 4;

  /** The time of what a version did that kept no times. */
  Instant TIME_UNKNOWN = Instant.EPOCH;

  UserId user();

  /** One line per item, in the order in which items were first added. */
  List<Line> lines();

  /**
   * Which filling of this order it is; see {@link tercet.kernel.balance.Balance#generation}. 0 if
   * it was paid by a version that did not keep it.
   */
  long generation();

  /** Transactions that paid earlier fillings of this order, the latest first. */
  List<TransactionId> past();

  /** Payments that the next order under this id will remember, the latest first. */
  List<TransactionId> payments();

  /** Whether a transaction paid it, or an earlier filling that is remembered. */
  default boolean wasPaidBy(TransactionId transaction) {
    return payments().contains(transaction);
  }

  /**
   * The same order, not paid by a transaction that had paid it.
   *
   * @return null if it is not known any more which transactions have paid it, or if what it paid is
   *     given back already
   */
  default @Nullable Order withoutPayment(TransactionId transaction) {
    if (!remembersAllPayments()) {
      return null;
    }
    List<TransactionId> others = past().stream().filter(id -> !id.equals(transaction)).toList();
    return switch (this) {
      case Paid paid when paid.transaction().equals(transaction) ->
          new Unpaid(user(), lines(), generation(), others);
      case Paid paid -> paid.withPast(others);
      case Cancelled cancelled when cancelled.transaction().equals(transaction) -> null;
      case Cancelled cancelled -> cancelled.withPast(others);
      case Unpaid unpaid -> unpaid.with(lines(), others);
    };
  }

  /** So long pieces are kept for it, as of now; the {@link Instant#EPOCH} if none are. */
  default Instant reservedUntil(Instant now) {
    return this instanceof Unpaid unpaid && unpaid.isReserved(now)
        ? unpaid.attempts.until()
        : Instant.EPOCH;
  }

  /** Whether a transaction that is not among the payments paid no filling of this order. */
  default boolean remembersAllPayments() {
    return past().size() < MAX_PAST;
  }

  /** The cost of all lines. */
  default Amount total() {
    Amount total = Amount.ZERO;
    for (Line line : lines()) {
      total = total.plus(line.cost());
    }
    return total;
  }

  /**
   * Not paid yet.
   *
   * @param last the outcome of its last checkout
   * @param attempts to reserve it
   */
  record Unpaid(
      UserId user,
      List<Line> lines,
      long generation,
      List<TransactionId> past,
      LastCheckout last,
      Attempts attempts)
      implements Order {
    public Unpaid {
      lines = List.copyOf(lines);
      past = List.copyOf(past);
    }

    /** One that was never checked out, and is not reserved. */
    public Unpaid(UserId user, List<Line> lines, long generation, List<TransactionId> past) {
      this(user, lines, generation, past, LastCheckout.NONE, Attempts.NONE);
    }

    /** The same, and never paid under another generation. */
    public Unpaid(UserId user, List<Line> lines, long generation) {
      this(user, lines, generation, List.of());
    }

    private Unpaid with(List<Line> changed, List<TransactionId> others) {
      return new Unpaid(user, changed, generation, others, last, attempts);
    }

    /** The same order with other lines. */
    Unpaid with(List<Line> changed) {
      return with(changed, past);
    }

    /** The same order after a checkout of it was refused. */
    public Unpaid refused(TransactionId transaction, Refusal refusal, Instant at) {
      LastCheckout refused = new LastCheckout.Refused(transaction, refusal, at);
      return new Unpaid(user, lines, generation, past, refused, attempts);
    }

    /** Whether pieces are kept for it. */
    public boolean isReserved(Instant now) {
      return attempts.isReserved(now);
    }

    /** The same order with other attempts to reserve it. */
    public Unpaid with(Attempts changed) {
      return new Unpaid(user, lines, generation, past, last, changed);
    }

    /** The same order, reserved, if that was its latest attempt and those pieces are its lines. */
    public Editing reserved(long attempt, List<Pieces> kept, Instant until) {
      boolean isLatest = attempt > 0 && attempt == attempts.latest();
      return isLatest && LineEditing.areLinesOf(this, kept)
          ? new Editing.Edited(with(attempts.succeeded(until)))
          : new Editing.OtherLines();
    }

    /** The same order, not reserved. */
    public Unpaid released(Instant now) {
      return with(attempts.released(now));
    }

    @Override
    public List<TransactionId> payments() {
      return past;
    }

    /** Adds pieces of an item; more of the same item grows its line. */
    public Editing add(ItemId item, Amount quantity, Amount price) {
      return LineEditing.add(this, item, quantity, price);
    }

    /** Removes pieces of an item; a line without pieces is gone. */
    public Editing remove(ItemId item, Amount quantity) {
      return LineEditing.remove(this, item, quantity);
    }

    /** The same order without an item, if it has it. */
    public Unpaid without(ItemId item) {
      List<Line> left = lines.stream().filter(line -> !line.item().equals(item)).toList();
      return with(left);
    }

    /** The same order without any line. */
    public Unpaid cleared() {
      return with(List.of());
    }

    /** The same order, paid. */
    public Paid paidBy(TransactionId transaction, Instant at) {
      return new Paid(user, lines, transaction, generation, past, at, List.of());
    }
  }

  /**
   * Paid, until it is cancelled.
   *
   * @param transaction that paid it
   * @param at when it was paid; {@link #TIME_UNKNOWN} if that was not kept
   * @param returned pieces that were cancelled since, one line per item; the other ones are in its
   *     lines
   */
  record Paid(
      UserId user,
      List<Line> lines,
      TransactionId transaction,
      long generation,
      List<TransactionId> past,
      Instant at,
      List<Line> returned)
      implements Order {
    public Paid {
      lines = List.copyOf(lines);
      past = List.copyOf(past);
      returned = List.copyOf(returned);
    }

    private Paid withPast(List<TransactionId> others) {
      return new Paid(user, lines, transaction, generation, others, at, returned);
    }

    @Override
    public List<TransactionId> payments() {
      return Order.withPast(transaction, past);
    }

    /** The same order, cancelled. */
    public Cancelled cancelled(Instant now) {
      return new Cancelled(user, lines, transaction, generation, past, at, now);
    }
  }

  /**
   * It was paid, and is not any more: what it took is given back, or will be. For good.
   *
   * @param transaction that had paid it
   * @param paidAt when it was paid; {@link #TIME_UNKNOWN} if that was not kept
   * @param at when it was cancelled; {@link #TIME_UNKNOWN} if that was not kept
   */
  record Cancelled(
      UserId user,
      List<Line> lines,
      TransactionId transaction,
      long generation,
      List<TransactionId> past,
      Instant paidAt,
      Instant at)
      implements Order {
    /** The end of a refund's id. */
    public static final String REFUND = ".refund";

    public Cancelled {
      lines = List.copyOf(lines);
      past = List.copyOf(past);
    }

    private Cancelled withPast(List<TransactionId> others) {
      return new Cancelled(user, lines, transaction, generation, others, paidAt, at);
    }

    @Override
    public List<TransactionId> payments() {
      return Order.withPast(transaction, past);
    }

    /** The one refund of its payment, however often it is asked for. */
    public TransactionId refund() {
      return new TransactionId(transaction.value() + REFUND);
    }
  }

  private static List<TransactionId> withPast(TransactionId transaction, List<TransactionId> past) {
    List<TransactionId> all = new ArrayList<>(past.size() + 1);
    all.add(transaction);
    all.addAll(past);
    return all;
  }

  /** The result of adding or removing pieces. */
  sealed interface Editing {
    record Edited(Unpaid order) implements Editing {}

    /** Cost or quantity would exceed {@link Amount#MAX}. */
    record TooMuch() implements Editing {}

    /** More than {@link Order#MAX_LINES}. */
    record TooManyLines() implements Editing {}

    /** Fewer pieces are there than are to be removed. */
    record TooFew() implements Editing {}

    /** The lines are not those that were looked at. */
    record OtherLines() implements Editing {}

    /** An item of the order does not exist. */
    record NoSuchItem(ItemId item) implements Editing {}
  }
}
