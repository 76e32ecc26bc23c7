package tercet.testing.simulator.canary;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Item;
import tercet.kernel.balance.Lease;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.testing.simulator.world.Wiring;

/** Bugs of pieces that are kept for orders. */
final class LeaseCanaries {
  private static final int EARLY_MILLIS = 500;

  private LeaseCanaries() {}

  static Wiring soldAndStillKept() {
    Tampering tampering =
        (records, input, now, decision) ->
            input instanceof Message ? withLeasesOfBefore(decision, records, now) : decision;
    return tampering;
  }

  private static Decision withLeasesOfBefore(Decision decision, RecordView records, Instant now) {
    List<Decision.Change> changed =
        decision.changes().stream()
            .map(change ->
                change.stored() instanceof Item item
                        && records.get(change.key()) instanceof Item before
                    ? new Decision.Change(
                        change.key(), with(item, item.amount(), before.asOf(now).leases()))
                    : change)
            .toList();
    return new Decision(changed, decision.messages(), decision.replies());
  }

  private static Item with(Item item, Amount amount, List<Lease> leases) {
    return new Item(amount, item.held(), item.lockQueue(), item.price(), item.generation(), leases);
  }

  static Wiring freeTwiceWhenOver() {
    Deciding deciding =
        (kernel, records, input, now) ->
            kernel.decide(key -> twice(records.get(key), now), input, now);
    return deciding;
  }

  private static @Nullable StoredRecord twice(@Nullable StoredRecord stored, Instant now) {
    return stored instanceof Item item
        ? with(item, item.amount().plus(over(item, now)), item.leases())
        : stored;
  }

  private static Amount over(Item item, Instant now) {
    return item.leases().stream()
        .filter(lease -> !now.isBefore(lease.until()))
        .map(Lease::quantity)
        .reduce(Amount.ZERO, Amount::plus);
  }

  static Wiring keptAfterRelease() {
    Tampering tampering =
        (records, input, now, decision) ->
            input instanceof Request request && request.command() instanceof Command.FreePieces
                ? Decisions.without(decision, change -> change.stored() instanceof Item)
                : decision;
    return tampering;
  }

  static Wiring freeTooEarly() {
    Deciding deciding =
        (kernel, records, input, now) ->
            kernel.decide(
                key ->
                    records.get(key) instanceof Item item
                        ? item.asOf(now.plusMillis(EARLY_MILLIS))
                        : records.get(key),
                input,
                now);
    return deciding;
  }

  static Wiring oneOrderTooMany() {
    Deciding deciding =
        (kernel, records, input, now) ->
            kernel.decide(
                records,
                input instanceof Request request
                        && request.command() instanceof Command.TakeSlot take
                    ? OrderCanaries.with(
                        request,
                        new Command.TakeSlot(
                            take.user(), take.order(), take.until(), take.max() + 1))
                    : input,
                now);
    return deciding;
  }
}
