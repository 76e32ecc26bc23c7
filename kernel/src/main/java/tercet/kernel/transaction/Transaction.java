package tercet.kernel.transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Line;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.order.Order;

/**
 * One checkout attempt: pays an order if every participant can do its part.
 *
 * @param generation of the order when it began; see {@link Order#generation}
 * @param incarnation of the records of the order's shard when it began; see {@link
 *     RecordView#incarnation}
 * @param deadline the latest time of its decision
 * @param branches each of another shard
 */
public record Transaction(
    TransactionId id,
    OrderId order,
    long generation,
    long incarnation,
    Instant deadline,
    List<Branch> branches) {
  private static final Comparator<Branch> IN_TURN =
      Comparator.comparingInt((Branch branch) -> -branch.shard().service().number())
          .thenComparingInt(branch -> branch.shard().index());

  public Transaction {
    branches = List.copyOf(branches);
  }

  /**
   * All that paying an order takes: its user's credit and the stock of its items.
   *
   * @param incarnation of the records of the order's shard
   */
  public static Transaction of(
      TransactionId id,
      OrderId orderId,
      Order order,
      long incarnation,
      Instant deadline,
      Shards shards) {
    Map<ShardId, List<Debit>> debits = new LinkedHashMap<>();
    add(debits, new Debit(order.user(), order.total()), shards);
    for (Line line : order.lines()) {
      add(debits, new Debit(line.item(), line.quantity()), shards);
    }
    List<Branch> branches = new ArrayList<>(debits.size());
    debits.forEach((shard, share) -> branches.add(new Branch(shard, share)));
    return new Transaction(id, orderId, order.generation(), incarnation, deadline, branches);
  }

  private static void add(Map<ShardId, List<Debit>> debits, Debit debit, Shards shards) {
    debits.computeIfAbsent(shards.of(debit.balance()), shard -> new ArrayList<>(2)).add(debit);
  }

  /**
   * Its parts in the one order in which all transactions ask when they ask one participant after
   * the other. So none waits for another in a circle (J. Havender, "Avoiding deadlock in
   * multitasking systems", 1968). Users come before items: they are wanted by fewer.
   */
  public List<Branch> inTurn() {
    List<Branch> sorted = new ArrayList<>(branches);
    sorted.sort(IN_TURN);
    return sorted;
  }

  /**
   * Where it comes from, as participants are told.
   *
   * @param shard of the order
   */
  public Origin origin(ShardId shard) {
    return new Origin(order, shard, generation, incarnation);
  }

  /**
   * Whether a vote is about this attempt, and not about one of the same id that was begun before
   * the store lost it. Participants of that one have been told to undo it, perhaps not heard yet.
   */
  public boolean isOf(Origin origin) {
    return isOf(origin.incarnation());
  }

  /**
   * The same for an incarnation.
   *
   * @param begun incarnation of the order's shard when the voted transaction began, or 0 if that is
   *     unknown
   */
  public boolean isOf(long begun) {
    return incarnation == begun || incarnation == 0 || begun == 0;
  }

  /** All participants. */
  public List<ShardId> participants() {
    return branches.stream().map(Branch::shard).toList();
  }

  /** The share of a participant. */
  public Branch branch(ShardId shard) {
    for (Branch branch : branches) {
      if (branch.shard().equals(shard)) {
        return branch;
      }
    }
    throw new IllegalArgumentException(shard + " takes no part in " + id);
  }

  /**
   * The order as paid by this transaction, or null if it is not the one any more that was to be
   * paid.
   *
   * @param shard of the order
   */
  public Decision.@Nullable Change paid(RecordView records, ShardId shard, Instant now) {
    Key key = Key.order(order, shard);
    return records.get(key) instanceof Order.Unpaid unpaid && unpaid.generation() == generation
        ? new Decision.Change(key, unpaid.paidBy(id, now))
        : null;
  }

  /**
   * The order with the refusal of this checkout, for the commit that decides it.
   *
   * @param shard of the order
   * @return empty if the order is not the one any more that was to be paid
   */
  public List<Decision.Change> refused(
      RecordView records, ShardId shard, Refusal refusal, Instant now) {
    Key key = Key.order(order, shard);
    return records.get(key) instanceof Order.Unpaid unpaid && unpaid.generation() == generation
        ? List.of(new Decision.Change(key, unpaid.refused(id, refusal, now)))
        : List.of();
  }
}
