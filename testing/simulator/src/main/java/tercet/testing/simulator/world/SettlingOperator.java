package tercet.testing.simulator.world;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tercet.kernel.command.Command;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.Request;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.Key;
import tercet.kernel.id.TransactionId;

/** Settles what is quarantined, as an operator does who knows which transactions have paid. */
public final class SettlingOperator {
  private static final int ROUNDS_MAX = 60;
  private static final int ROUND_MILLIS = 5_000;

  private final World world;
  private final SimulatedCluster cluster;
  private final Predicate<TransactionId> hasPaid;
  private int rounds;

  public SettlingOperator(World world, SimulatedCluster cluster, Predicate<TransactionId> hasPaid) {
    this.world = world;
    this.cluster = cluster;
    this.hasPaid = hasPaid;
  }

  /** Asks each order's shard, at any server that serves it, until no participant is in doubt. */
  public void start() {
    Set<Key> open = new HashSet<>(cluster.open());
    List<Finding> doubts =
        cluster.doubts().stream()
            .filter(
                doubt -> open.contains(Key.participation(doubt.transaction(), doubt.participant())))
            .toList();
    doubts.forEach(this::settle);
    if (!doubts.isEmpty() && ++rounds < ROUNDS_MAX) {
      world.after(ROUND_MILLIS, this::start);
    }
  }

  private void settle(Finding doubt) {
    RuledOutcome settlement =
        hasPaid.test(doubt.transaction()) ? RuledOutcome.PAID : RuledOutcome.UNPAID;
    for (Server server : cluster.servers()) {
      LaneDriver lane = server.isAlive() ? server.laneOf(doubt.orderShard()) : null;
      if (lane != null) {
        world.note("operator", "settles " + doubt.transaction().value() + " as " + settlement);
        lane.offer(
            new Request(
                doubt.orderShard(),
                new CommandId("settle", false),
                new Command.Settle(
                    doubt.order(),
                    doubt.transaction(),
                    doubt.generation(),
                    doubt.incarnation(),
                    settlement),
                new ReplyAddress("operator", 0),
                Instant.MAX,
                Instant.MAX));
        return;
      }
    }
  }
}
