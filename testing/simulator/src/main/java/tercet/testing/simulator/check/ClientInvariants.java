package tercet.testing.simulator.check;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Balances;
import tercet.kernel.balance.Item;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Shards;
import tercet.kernel.order.Order;
import tercet.testing.simulator.workload.ClientCall;
import tercet.testing.simulator.workload.CommandRecord;
import tercet.testing.simulator.workload.History;
import tercet.testing.simulator.workload.Response;
import tercet.testing.simulator.world.Violation;
import tercet.testing.simulator.world.World;

/**
 * Checks that each answer to a client is true at the moment when the client gets it. The {@link
 * Ledger} checks that it stays true: no change may take it back.
 *
 * <p>Commands on one record are linearizable (M. Herlihy and J. Wing, 1990): the ledger's order is
 * the witness, and each must have its place in it between the request and its answer.
 */
public final class ClientInvariants implements History.Listener {
  private final World world;
  private final Shards shards;
  private final Promised promised;
  private final Ledger ledger;
  private final Map<Key, Answer> told = new HashMap<>();
  private final Shortages shortages;
  private final Map<String, Response> replies = new HashMap<>();
  private @Nullable History history;

  public ClientInvariants(World world, Shards shards, Promised promised, Ledger ledger) {
    this.world = world;
    this.shards = shards;
    this.promised = promised;
    this.ledger = ledger;
    this.shortages = new Shortages(ledger, shards, promised);
  }

  /** To be called once, before the first answer. */
  public void follow(History followed) {
    history = followed;
  }

  @Override
  public void answered(ClientCall call, Response response) {
    boolean definite = response instanceof Response.Success || response instanceof Response.Refused;
    if (!definite) {
      return;
    }
    for (CommandRecord asked : call.asked()) {
      Answer answer = asked.answer();
      if (answer != null) {
        check(call, asked, answer);
        if (answer instanceof Answer.Claimed claimed) {
          same(call, claimed, response);
        }
      }
    }
    OrderId order = ReservationPromises.order(call);
    if (order != null
        && ledger.order(Key.order(order, shards.of(order))).versions().now()
            instanceof Order.Unpaid // else a participant may not have heard of its end
        && ReservationPromises.isAtRest(history(), order)) {
      ledger.kept().atRest(order);
    }
  }

  /** A request that is repeated with its Idempotency-Key gets its first reply again. */
  private void same(ClientCall call, Answer.Claimed claimed, Response response) {
    Response first = replies.putIfAbsent(claimed.command(), response);
    if (first != null && !first.equals(response)) {
      throw new Violation(
          "%s is told %s, and was told %s before".formatted(call, response, first),
          claimed.command());
    }
  }

  private void check(ClientCall call, CommandRecord asked, Answer answer) {
    switch (asked.command()) {
      case Command.FindBalance find -> read(call, asked, find.id(), answer);
      case Command.FindOrder find -> read(call, asked, find, answer);
      case Command.FindStatus find -> StatusReads.check(ledger, call, asked, find, answer);
      case Command.Claim claim -> claimed(call, asked, claim);
      case Command.Checkout checkout -> {
        kept(call, asked, answer);
        if (answer instanceof Answer.Refused refused) {
          refused(call, asked, checkout, refused.refusal());
        }
      }
      case Command.Cancel cancel -> kept(call, asked, answer);
      case Command.Abort abort -> {} // no client asks for that
      case Command.Settle settle -> {} // nor for that
      case Command.BeginReserve begin -> ReservationPromises.begun(ledger, call, asked, begin);
      case Command.Action action -> kept(call, asked, answer);
    }
  }

  /** An answer must be durable before it is told, and the same whenever it is told. */
  private void kept(ClientCall call, CommandRecord asked, Answer answer) {
    List<Answer> answers = ledger.answers(asked.key());
    if (!answers.contains(answer)) {
      throw new Violation(
          "%s is told %s, but the durable one is %s".formatted(call, answer, answers),
          ids(call, asked));
    }
    Answer before = told.putIfAbsent(asked.key(), answer);
    if (before != null && !before.equals(answer)) {
      throw new Violation(
          "%s is told %s after %s".formatted(call, answer, before), ids(call, asked));
    }
  }

  private void claimed(ClientCall call, CommandRecord asked, Command.Claim claim) {
    Key key = Key.claim(claim.idempotencyKey(), asked.shard());
    if (ledger.claim(key) == null) {
      throw new Violation("%s: nothing was claimed".formatted(call), ids(call, asked));
    }
  }

  private void read(ClientCall call, CommandRecord asked, BalanceId id, Answer answer) {
    BalanceBook book = ledger.balance(Key.balance(id, asked.shard()));
    Versions<Balance> versions = book.versions();
    boolean right = versions.wasSince(call.position(), balance -> shows(answer, id, balance));
    if (!right) {
      throw new Violation(
          "%s reads %s, but there was %s".formatted(call, answer, versions.since(call.position())),
          ids(call, asked));
    }
    if (promised.readsWhatIsDecided()) {
      readsWhatIsDecided(call, asked, book, answer);
    }
  }

  /** Strict serializability: a read shows the outcome of all decisions at one moment. */
  private static void readsWhatIsDecided(
      ClientCall call, CommandRecord asked, BalanceBook book, Answer answer) {
    long read =
        switch (answer) {
          case Answer.ItemFound found -> found.stock().plus(found.held()).value();
          case Answer.AccountFound found -> found.credit().value();
          case Answer.Done _,
              Answer.Created _,
              Answer.OrderFound _,
              Answer.StatusFound _,
              Answer.Paid _,
              Answer.Cancelled _,
              Answer.Reserved _,
              Answer.ReserveBegun _,
              Answer.Released _,
              Answer.Refused _,
              Answer.Busy _,
              Answer.Unavailable _,
              Answer.Unreadable _,
              Answer.Claimed _,
              Answer.AbortRuled _,
              Answer.SettleRuled _ ->
              -1;
        };
    boolean right =
        read < 0 || book.decided().wasSince(call.position(), sum -> sum != null && sum == read);
    if (!right) {
      throw new Violation(
          "%s reads %s, but the decisions make it %s"
              .formatted(call, answer, book.decided().since(call.position())),
          ids(call, asked));
    }
  }

  private static boolean shows(Answer answer, BalanceId id, @Nullable Balance balance) {
    return switch (balance) {
      case Item item ->
          Views.any(
              item,
              at -> answer.equals(new Answer.ItemFound(at.amount(), item.price(), at.leased())));
      case Account account ->
          answer instanceof Answer.AccountFound found
              && found.user().value().equals(id.value())
              && found.credit().equals(account.amount());
      case null -> answer.equals(new Answer.Refused(Balances.unknown(id)));
    };
  }

  private void read(ClientCall call, CommandRecord asked, Command.FindOrder find, Answer answer) {
    Key key = Key.order(find.order(), asked.shard());
    Versions<Order> versions = ledger.order(key).versions();
    boolean right =
        versions.wasSince(call.position(), order -> ReservationPromises.shows(answer, find, order));
    if (!right) {
      throw new Violation(
          "%s reads %s, but there was %s".formatted(call, answer, versions.since(call.position())),
          ids(call, asked));
    }
  }

  /** A refused checkout names a reason; it must have been one since the order's first checkout. */
  private void refused(
      ClientCall call, CommandRecord asked, Command.Checkout checkout, Refusal refusal) {
    List<CommandRecord> attempts = history().checkouts(checkout.order());
    long since = attempts.stream().mapToLong(CommandRecord::position).min().orElse(Long.MIN_VALUE);
    Key key = Key.order(checkout.order(), asked.shard());
    boolean right =
        switch (refusal.reason()) {
          case DEADLINE_EXCEEDED -> {
            Instant latest = world.instant().plusMillis(ledger.toleranceMillis());
            yield ledger.order(key).wasAborted()
                || attempts.stream().anyMatch(attempt -> !latest.isBefore(deadline(attempt)));
          }
          case OUT_OF_STOCK, OUT_OF_CREDIT, UNKNOWN_ITEM, UNKNOWN_USER ->
              ledger
                  .order(key)
                  .versions()
                  .wasSince(
                      since, order -> shortages.lack(order, checkout.order(), refusal, since));
          case UNKNOWN_ORDER, ORDER_CHANGED -> true;
          case PRICE_CHANGED ->
              ledger
                  .order(key)
                  .versions()
                  .wasSince(
                      since,
                      order ->
                          order instanceof Order.Unpaid
                              && refusal instanceof Refusal.Costlier told
                              && told.total().equals(order.total())
                              && told.max().equals(checkout.totalMax()));
          case ORDER_CANCELLED ->
              ledger
                  .order(key)
                  .versions()
                  .wasSince(since, order -> order instanceof Order.Cancelled);
          default -> false;
        };
    if (!right) {
      throw new Violation(
          "%s is refused as %s, for which there was never a reason".formatted(call, refusal),
          ids(call, asked));
    }
  }

  private static Instant deadline(CommandRecord asked) {
    return asked.command() instanceof Command.Checkout checkout ? checkout.deadline() : Instant.MAX;
  }

  private History history() {
    if (history == null) {
      throw new IllegalStateException("there is no history to follow");
    }
    return history;
  }

  static String[] ids(ClientCall call, CommandRecord asked) {
    String[] ids = {asked.id(), "request " + call.number()};
    return switch (asked.command()) {
      case Command.Checkout checkout -> TraceTerms.with(ids, order(asked, checkout.order()));
      case Command.Cancel cancel -> TraceTerms.with(ids, order(asked, cancel.order()));
      case Command.Edit edit -> TraceTerms.with(ids, order(asked, edit.order()));
      case Command.FindOrder find -> TraceTerms.with(ids, order(asked, find.order()));
      case Command.FindStatus find -> TraceTerms.with(ids, order(asked, find.order()));
      case Command.FindBalance find ->
          TraceTerms.with(ids, TraceTerms.of(Key.balance(find.id(), asked.shard())));
      case Command.BeginReserve begin -> TraceTerms.with(ids, order(asked, begin.order()));
      case Command.Action _, Command.Claim _, Command.Abort _, Command.Settle _ -> ids;
    };
  }

  private static String[] order(CommandRecord asked, OrderId order) {
    return TraceTerms.of(Key.order(order, asked.shard()));
  }
}
