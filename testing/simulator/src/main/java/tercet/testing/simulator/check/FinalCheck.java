package tercet.testing.simulator.check;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import tercet.kernel.Protocol;
import tercet.kernel.command.Answer;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.order.Order;
import tercet.testing.simulator.workload.ClientCall;
import tercet.testing.simulator.workload.CommandRecord;
import tercet.testing.simulator.workload.History;
import tercet.testing.simulator.workload.LateBuyer;
import tercet.testing.simulator.workload.Response;
import tercet.testing.simulator.world.LossCounts;
import tercet.testing.simulator.world.SimulatedCluster;
import tercet.testing.simulator.world.Violation;

/** The checks when everything has come to rest. */
public final class FinalCheck {
  private final SimulatedCluster cluster;
  private final History history;
  private final Ledger ledger;

  public FinalCheck(SimulatedCluster cluster, History history, Ledger ledger) {
    this.cluster = cluster;
    this.history = history;
    this.ledger = ledger;
  }

  /**
   * Checks all.
   *
   * @param undisturbed whether nothing went wrong and nothing was scarce, so that every client must
   *     have got an answer
   */
  public void check(boolean undisturbed) {
    checkRest(undisturbed);
    history.calls().forEach(this::checkNothingBegun);
    for (BalanceBook book : ledger.balances()) {
      book.close();
      stored(book.key(), book.versions());
    }
    ledger.refunds().close();
    history.calls().stream()
        .map(ReservationPromises::order)
        .filter(Objects::nonNull)
        .distinct()
        .filter(order -> ReservationPromises.isAtRest(history, order))
        .forEach(ledger.kept()::atRest);
    for (Map.Entry<Key, OrderBook> entry : ledger.orders().entrySet()) {
      Versions<Order> versions = entry.getValue().versions();
      stored(entry.getKey(), versions);
    }
  }

  /** The same where stores may lose commits: a loss that a lane could see was noticed. */
  public void check(LossBook book) {
    checkRest(false);
    book.check(cluster);
    LossCounts losses = cluster.losses();
    if (losses.unnoticed() != 0) {
      throw new Violation(
          "lanes have noticed %d losses of commits, and not %d that they could see"
              .formatted(losses.noticed(), losses.unnoticed()));
    }
  }

  private void checkRest(boolean undisturbed) {
    if (!cluster.open().isEmpty()) {
      throw open("still open:");
    }
    for (ClientCall call : history.calls()) {
      if (call.response() == null) {
        throw new Violation("never ends: " + call);
      }
      if (undisturbed && call.response() instanceof Response.Unavailable) {
        throw new Violation(
            "nothing went wrong, but there is no answer to " + call,
            call.asked().stream().map(CommandRecord::id).toArray(String[]::new));
      }
    }
  }

  /** A client that was told so was right: no part of its request ever has an answer. */
  private void checkNothingBegun(ClientCall call) {
    if (call.idempotencyKey() == null
        && call.response() instanceof Response.Unavailable(var begun)
        && !begun) {
      for (CommandRecord asked : call.asked()) {
        List<Answer> answers = ledger.answers(asked.key());
        if (!answers.isEmpty()) {
          throw new Violation(
              "%s was told that nothing was begun, but was answered %s".formatted(call, answers),
              asked.id());
        }
      }
    }
  }

  /** That a purchase which met no fault sent no message more than its protocol needs. */
  public void checkCosts(OrderId order, Traffic traffic, Protocol protocol) {
    ledger
        .orders()
        .forEach((key, book) -> {
          if (key.id().equals(order.value()) && book.versions().now() instanceof Order.Paid paid) {
            traffic.isAsCheapAsItCanBe(paid.transaction(), protocol);
          }
        });
  }

  /**
   * That a client was answered in time although a participant was down.
   *
   * @param millisMax after which it must have heard something
   * @param decided whether that must be the outcome, or may be that there is no answer
   */
  public void checkAnswered(LateBuyer buyer, long millisMax, boolean decided) {
    Response response = buyer.response();
    boolean inTime = response != null && buyer.waitedMillis() <= millisMax;
    if (!inTime || (decided && response instanceof Response.Unavailable)) {
      throw new Violation(
          "with a participant down, the checkout of %s hears %s after %d ms, at most %d are allowed"
              .formatted(buyer.order(), response, buyer.waitedMillis(), millisMax),
          buyer.order().toString());
    }
  }

  /**
   * That something is open which should not be.
   *
   * @param what is wrong with it
   */
  public Violation open(String what) {
    List<Key> open = cluster.open();
    return new Violation(what + " " + open, TraceTerms.of(open.toArray(Key[]::new)));
  }

  private void stored(Key key, Versions<?> versions) {
    Object stored = cluster.databaseOf(key.shard()).get(key);
    Object known = versions.now();
    if (stored == null ? known != null : !stored.equals(known)) {
      throw new Violation("%s is %s, but was %s".formatted(key, stored, known), TraceTerms.of(key));
    }
  }
}
