package tercet.testing.simulator.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.refund.Refunded;
import tercet.kernel.transaction.OpenTransaction;
import tercet.testing.simulator.workload.ClientCall;
import tercet.testing.simulator.workload.CommandRecord;
import tercet.testing.simulator.workload.History;
import tercet.testing.simulator.workload.Response;
import tercet.testing.simulator.world.SimulatedCluster;
import tercet.testing.simulator.world.SimulatedDisk;
import tercet.testing.simulator.world.Violation;
import tercet.testing.simulator.world.World;

/**
 * Keeps books where stores may lose commits: lost commits are struck out. In the end each balance
 * is the sum put in less the sum spent, by the commands and paid orders that were not lost. A
 * client that was told that something happened may be wrong; one that was refused is not.
 */
public final class LossBook implements SimulatedDisk.Listener, History.Listener {
  private final World world;
  private final Shards shards;
  private final List<Happened> entries = new ArrayList<>();
  private final Map<Key, List<Opened>> opened = new HashMap<>();
  private final Map<TransactionId, Long> begunAt = new HashMap<>();
  private final Map<TransactionId, Map<Key, Long>> owed = new HashMap<>();
  private final Map<ClientCall, Long> endedAt = new HashMap<>();
  private final Set<Key> answeredInVain = new HashSet<>();
  private final Set<Key> refused = new HashSet<>();
  private final Set<Key> doneAfterRefusal = new HashSet<>();
  private @Nullable History history;
  private long position;
  private int payments;
  private int lies;

  public LossBook(World world, Shards shards) {
    this.world = world;
    this.shards = shards;
  }

  /** A transaction of an order is open, or none is. */
  private record Opened(long at, @Nullable TransactionId transaction) {}

  /** To be called once, before the first commit. */
  public void follow(History followed) {
    history = followed;
  }

  private History history() {
    if (history == null) {
      throw new IllegalStateException("there is no history to follow");
    }
    return history;
  }

  /** Counts commits. */
  public long position() {
    return position;
  }

  /** Transactions that were begun. */
  public int transactions() {
    return begunAt.size();
  }

  /** Orders that are paid in the end. */
  public int payments() {
    return payments;
  }

  /** Clients that were told that their order is paid, although it no longer is. */
  public int lies() {
    return lies;
  }

  @Override
  public void committed(Map<Key, @Nullable StoredRecord> changes, List<Decision> decisions) {
    for (Decision decision : decisions) {
      position++;
      TransactionId begun = Refunds.begunBy(decision);
      for (Decision.Change change : decision.changes()) {
        if (changes.containsKey(change.key())) {
          note(change.key(), change.stored(), begun);
          if (change.stored() instanceof Refunded) {
            refunded(new TransactionId(change.key().id()), decision);
          }
        }
      }
    }
  }

  /** Each balance that a refund has changed has had its amount of the cancelled order. */
  private void refunded(TransactionId refund, Decision decision) {
    Map<Key, Long> amounts = owed.get(refund);
    if (amounts == null) {
      throw new Violation(refund + " gives back, but no order was cancelled", refund.value());
    }
    amounts.forEach((key, amount) -> {
      if (decision.changes().stream().anyMatch(change -> change.key().equals(key))) {
        add(key, new Happened.Effect.Refunded(amount, refund));
      }
    });
  }

  /** An order is changed, perhaps by the beginning of a refund. */
  private void ordered(Key key, @Nullable Order order, @Nullable TransactionId begun) {
    Order before = null;
    for (Happened entry : entries.reversed()) {
      if (entry.key().equals(key)
          && entry.effect() instanceof Happened.Effect.Ordered(@Nullable Order last)) {
        before = last;
        break;
      }
    }
    add(key, new Happened.Effect.Ordered(order));
    TransactionId refund = order instanceof Order.Cancelled whole ? whole.refund() : begun;
    if (refund != null && OrderBook.cancels(before, order)) {
      Map<Key, Long> amounts = new HashMap<>();
      OrderBook.owed(before, order)
          .forEach((id, amount) -> amounts.put(Key.balance(id, shards.of(id)), amount));
      owed.put(refund, amounts);
      add(key, new Happened.Effect.Owed(amounts, refund));
    }
  }

  private void note(Key key, @Nullable StoredRecord stored, @Nullable TransactionId begun) {
    switch (key.kind()) {
      case ORDER -> ordered(key, (Order) stored, begun);
      case ANSWER, RECENT_ANSWER -> {
        CommandRecord asked = history().asked(key);
        if (asked != null && stored instanceof DedupeRecord record) {
          answered(key, asked, record.answer());
        }
      }
      case TRANSACTION -> opened(key, stored instanceof OpenTransaction open ? open : null);
      case ITEM, ACCOUNT, PARTICIPATION, CLAIM, RULING -> {}
    }
  }

  private void answered(Key key, CommandRecord asked, Answer answer) {
    if (answer instanceof Answer.Refused) {
      refused.add(key);
    } else {
      did(asked);
      if (refused.contains(key)) {
        doneAfterRefusal.add(key);
      }
    }
  }

  /** One that is open though it was not before is begun, perhaps again. */
  private void opened(Key key, @Nullable OpenTransaction open) {
    List<Opened> known = opened.computeIfAbsent(key, order -> new ArrayList<>());
    TransactionId before = known.isEmpty() ? null : known.getLast().transaction();
    TransactionId now = open == null ? null : open.transaction().id();
    if (now != null && !now.equals(before)) {
      begunAt.put(now, position);
    }
    known.add(new Opened(world.now(), now));
  }

  @Override
  public void answered(ClientCall call, Response response) {
    endedAt.put(call, position);
  }

  private void did(CommandRecord asked) {
    ShardId shard = asked.shard();
    switch (asked.command()) {
      case Command.Credit credit ->
          add(
              Key.balance(credit.id(), shard),
              new Happened.Effect.Moved(credit.amount().value(), asked.id()));
      case Command.Debit debit ->
          add(
              Key.balance(debit.id(), shard),
              new Happened.Effect.Moved(-debit.amount().value(), asked.id()));
      case Command.CreateItem create ->
          add(Key.balance(create.item(), shard), new Happened.Effect.Filled(0));
      case Command.CreateAccount create ->
          add(Key.balance(create.user(), shard), new Happened.Effect.Filled(0));
      case Command.InitItems init -> filled(init.range(), shard, init.stock().value(), true);
      case Command.InitAccounts init -> filled(init.range(), shard, init.credit().value(), false);
      case Command.CreateOrder _,
          Command.InitOrders _,
          Command.Edit _,
          Command.TakeSlot _,
          Command.KeepPieces _,
          Command.FreePieces _,
          Command.GiveSlot _,
          Command.RefuseReserve _,
          Command.BeginReserve _,
          Command.Checkout _,
          Command.Cancel _,
          Command.Claim _,
          Command.Abort _,
          Command.Settle _,
          Command.Query _ -> {}
    }
  }

  private void filled(Range range, ShardId shard, long amount, boolean items) {
    for (int number = range.from(); number < range.to(); number++) {
      String name = Integer.toString(number);
      BalanceId id = items ? new ItemId(name) : new UserId(name);
      if (shards.of(id).equals(shard)) {
        add(Key.balance(id, shard), new Happened.Effect.Filled(amount));
      }
    }
  }

  private void add(Key key, Happened.Effect effect) {
    entries.add(new Happened(position, world.now(), key, effect));
  }

  @Override
  public void lost(Collection<ShardId> lost, long since) {
    entries.removeIf(entry -> entry.at() > since && lost.contains(entry.key().shard()));
    opened.forEach(
        (key, known) -> known.removeIf(one -> one.at() > since && lost.contains(key.shard())));
  }

  @Override
  public void confirmedInVain(Map<Key, @Nullable StoredRecord> changes) {
    answeredInVain.addAll(changes.keySet());
  }

  /** Checks all when everything has come to rest. */
  public void check(SimulatedCluster cluster) {
    LossAudit audit = new LossAudit(entries, history(), shards, this::isDecidedTwice);
    audit.check(cluster);
    payments = audit.payments();
    lies = audit.lies();
  }

  /**
   * The command came twice: to a server that was deposed as well, or again after the transaction
   * and its refusal were lost. Nothing could tell that.
   */
  private boolean isDecidedTwice(ClientCall call, CommandRecord asked) {
    Long begun = begunAt.get(new TransactionId(asked.id()));
    Long ended = endedAt.get(call);
    return answeredInVain.contains(asked.key())
        || doneAfterRefusal.contains(asked.key())
        || (begun != null && ended != null && begun > ended);
  }
}
