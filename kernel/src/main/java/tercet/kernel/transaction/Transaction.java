package tercet.kernel.transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tercet.kernel.OrderId;
import tercet.kernel.ShardId;
import tercet.kernel.Shards;
import tercet.kernel.TransactionId;
import tercet.kernel.order.Line;
import tercet.kernel.order.Order;

/**
 * One checkout attempt: pays an order if every participant can do its part.
 *
 * @param generation of the order when it began; see {@link Order.Unpaid}
 * @param deadline by which it is decided
 * @param parts each of another shard
 */
public record Transaction(
    TransactionId id, OrderId order, long generation, Instant deadline, List<Part> parts) {
  public Transaction {
    parts = List.copyOf(parts);
  }

  /** The attempt to pay an order: its user's credit and the stock of its items. */
  public static Transaction of(
      TransactionId id, OrderId orderId, Order.Unpaid order, Instant deadline, Shards shards) {
    Map<ShardId, List<Debit>> debits = new LinkedHashMap<>();
    add(debits, new Debit(order.user(), order.total()), shards);
    for (Line line : order.lines()) {
      add(debits, new Debit(line.item(), line.quantity()), shards);
    }
    List<Part> parts = new ArrayList<>(debits.size());
    debits.forEach((shard, share) -> parts.add(new Part(shard, share)));
    return new Transaction(id, orderId, order.generation(), deadline, parts);
  }

  private static void add(Map<ShardId, List<Debit>> debits, Debit debit, Shards shards) {
    debits.computeIfAbsent(shards.of(debit.balance()), shard -> new ArrayList<>(2)).add(debit);
  }

  /** The share of a participant. */
  public Part part(ShardId shard) {
    for (Part part : parts) {
      if (part.shard().equals(shard)) {
        return part;
      }
    }
    throw new IllegalArgumentException(shard + " takes no part in " + id);
  }
}
