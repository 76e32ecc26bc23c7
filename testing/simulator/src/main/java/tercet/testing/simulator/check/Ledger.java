package tercet.testing.simulator.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Balance;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.dedupe.IdempotencyRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.order.LastCheckout;
import tercet.kernel.order.Order;
import tercet.kernel.refund.Refunded;
import tercet.kernel.transaction.OpenTransaction;
import tercet.testing.simulator.workload.CommandRecord;
import tercet.testing.simulator.workload.History;
import tercet.testing.simulator.world.SimulatedDisk;
import tercet.testing.simulator.world.Violation;
import tercet.testing.simulator.world.World;

/**
 * Keeps books about every change of a balance, an order or an answer that became durable, in the
 * order in which it did, and checks each change against what clients had asked for.
 */
public final class Ledger implements SimulatedDisk.Listener {
  private final World world;
  private final Promised promised;
  private final long toleranceMillis;
  private final Map<Key, BalanceBook> balances = new LinkedHashMap<>();
  private final Map<Key, OrderBook> orders = new LinkedHashMap<>();
  private final Map<Key, List<Answer>> answers = new LinkedHashMap<>();
  private final Map<Key, IdempotencyRecord> claims = new LinkedHashMap<>();
  private final Effects effects;
  private final KeptPieces kept;
  private final Votes votes = new Votes();
  private final Payments payments;
  private @Nullable History history;
  private long position;

  /**
   * @param toleranceMillis by how much clocks and long commits may move a deadline
   */
  public Ledger(World world, Shards shards, Promised promised, long toleranceMillis) {
    this.world = world;
    this.promised = promised;
    this.toleranceMillis = toleranceMillis;
    this.kept = new KeptPieces(this, shards);
    this.effects = new Effects(this, shards, kept);
    this.payments = new Payments(this, world, shards, promised, toleranceMillis);
  }

  /** To be called once, before the first commit. */
  public void follow(History followed) {
    history = followed;
  }

  /** Whether a transaction has paid an order. */
  public boolean hasPaid(TransactionId transaction) {
    return payments.hasPaid(transaction);
  }

  /** Counts decisions that became durable. */
  public long position() {
    return position;
  }

  @Override
  public void committed(Map<Key, @Nullable StoredRecord> changes, List<Decision> decisions) {
    for (Decision decision : decisions) {
      position++;
      decided(decision, changes);
    }
    // The durable changes count, should a store have written something else than was decided.
    position++;
    changes.forEach(this::settle);
  }

  private void decided(Decision decision, Map<Key, @Nullable StoredRecord> changes) {
    votes.decided(decision, !changes.isEmpty());
    Set<Key> touched = new LinkedHashSet<>();
    List<Key> answered = new ArrayList<>(1);
    TransactionId refund = null;
    TransactionId begun = Refunds.begunBy(decision);
    for (Decision.Change change : decision.changes()) {
      Key key = change.key();
      if (key.kind() == RecordKind.TRANSACTION) {
        // Also one that ends in the batch that begins it: a read may come between the two.
        order(Key.order(new OrderId(key.id()), key.shard()))
            .opened(position, (OpenTransaction) change.stored());
      }
      if (changes.containsKey(key)) {
        switch (key.kind()) {
          case ITEM, ACCOUNT -> {
            Balance balance = (Balance) change.stored();
            LockQueues.check(key, balance(key).versions().now(), balance, decision);
            balance(key).put(position, balance);
            touched.add(key);
          }
          case ORDER -> {
            order(key).put(position, (Order) change.stored());
            payments.cancelledNow(key, begun);
            touched.add(key);
          }
          case ANSWER, RECENT_ANSWER -> {
            if (change.stored() instanceof DedupeRecord record) {
              remember(key, record.answer());
              answered.add(key);
            }
          }
          case CLAIM -> claimed(key, change.stored());
          case RULING -> {}
          case TRANSACTION ->
              order(Key.order(new OrderId(key.id()), key.shard())).transactionChanged(decision);
          case PARTICIPATION ->
              refund = change.stored() instanceof Refunded ? new TransactionId(key.id()) : refund;
        }
      }
    }
    boolean direct = false;
    for (Key key : answered) {
      direct |= judge(key, touched);
    }
    for (Key key : touched) {
      if (refund != null) {
        balance(key).refunded(position, payments.refunds().giveBack(refund, key), refund.value());
      }
      check(key, direct);
    }
  }

  /** Whether the decision did at once what a client had asked for. */
  private boolean judge(Key key, Set<Key> touched) {
    CommandRecord asked = history().asked(key);
    if (asked == null) {
      throw new Violation("an answer to a command that no client sent: " + key, key.id());
    }
    Answer answer = answers(key).getLast();
    payments.answered(asked, answer, key);
    return effects.judge(history().askedAll(key), answer, touched, position);
  }

  private void remember(Key key, Answer answer) {
    List<Answer> earlier = answers.computeIfAbsent(key, made -> new ArrayList<>(1));
    if (!earlier.isEmpty()) {
      CommandRecord asked = history().asked(key);
      boolean joinable =
          asked != null
              && (asked.command() instanceof Command.Checkout
                  || asked.command() instanceof Command.Cancel);
      boolean harmless =
          answer.equals(earlier.getLast())
              || (answer instanceof Answer.Refused && earlier.getLast() instanceof Answer.Refused);
      if (!joinable || !harmless) {
        throw new Violation(
            "%s is decided again, %s after %s".formatted(key, answer, earlier), key.id());
      }
    }
    earlier.add(answer);
  }

  private void claimed(Key key, @Nullable StoredRecord stored) {
    IdempotencyRecord before = claims.get(key);
    if (stored instanceof IdempotencyRecord claim && !claim.equals(before)) {
      Instant latest = world.instant().plusMillis(toleranceMillis);
      if (before != null && latest.isBefore(before.expiresAt())) {
        throw new Violation("%s was %s, now %s".formatted(key, before, claim), key.id());
      }
      claims.put(key, claim);
    }
  }

  private void check(Key key, boolean direct) {
    switch (key.kind()) {
      case ITEM, ACCOUNT -> {
        balance(key).check(direct, promised);
        kept.stay(key);
      }
      case ORDER -> {
        LastCheckout.Refused refused = order(key).refusedNow();
        if (!direct && refused != null) {
          payments.refused(key, refused);
        } else if (!direct && order(key).isAttemptNow(latest())) {
          return; // it takes effect for its client later
        } else if (!direct && !order(key).isCancelledNow()) {
          payments.paid(new OrderId(key.id()), order(key).paidNow());
        }
      }
      case TRANSACTION, PARTICIPATION, ANSWER, RECENT_ANSWER, CLAIM, RULING -> {}
    }
  }

  private void settle(Key key, @Nullable StoredRecord stored) {
    switch (key.kind()) {
      case ITEM, ACCOUNT -> {
        if (!Objects.equals(balance(key).versions().now(), stored)) {
          balance(key).put(position, (Balance) stored);
        }
      }
      case ORDER -> {
        Order before = order(key).versions().now();
        if (!Objects.equals(before, stored)) {
          order(key).put(position, (Order) stored);
          if (stored instanceof Order.Paid now && before instanceof Order.Unpaid) {
            payments.paid(new OrderId(key.id()), now);
          }
          payments.cancelledNow(key, null);
        }
      }
      case ANSWER, RECENT_ANSWER -> {
        if (stored instanceof DedupeRecord record && !answers(key).contains(record.answer())) {
          remember(key, record.answer());
          effects.happened(history().askedAll(key), record.answer(), position);
        }
      }
      case CLAIM -> claimed(key, stored);
      case TRANSACTION, PARTICIPATION, RULING -> {}
    }
  }

  History history() {
    if (history == null) {
      throw new IllegalStateException("there is no history to follow");
    }
    return history;
  }

  BalanceBook balance(Key key) {
    return balances.computeIfAbsent(key, BalanceBook::new);
  }

  OrderBook order(Key key) {
    return orders.computeIfAbsent(key, OrderBook::new);
  }

  /** All answers that were ever kept under a key, the oldest first. */
  List<Answer> answers(Key key) {
    return answers.getOrDefault(key, List.of());
  }

  /** The command of an Idempotency-Key. */
  @Nullable IdempotencyRecord claim(Key key) {
    return claims.get(key);
  }

  Collection<BalanceBook> balances() {
    return balances.values();
  }

  Map<Key, OrderBook> orders() {
    return orders;
  }

  /** Transactions that came to an end or are open. */
  public int transactions() {
    int begun = 0;
    for (Map.Entry<Key, List<Answer>> entry : answers.entrySet()) {
      CommandRecord asked = history().asked(entry.getKey());
      begun += asked != null && asked.command() instanceof Command.Checkout ? 1 : 0;
    }
    return begun;
  }

  KeptPieces kept() {
    return kept;
  }

  Refunds refunds() {
    return payments.refunds();
  }

  /** Orders that were paid, by transaction. */
  public int payments() {
    return payments.count();
  }

  /** The latest time that a clock may have shown at a decision that is durable by now. */
  Instant latest() {
    return world.instant().plusMillis(toleranceMillis);
  }

  long toleranceMillis() {
    return toleranceMillis;
  }
}
