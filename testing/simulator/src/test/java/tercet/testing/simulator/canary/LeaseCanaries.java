package tercet.testing.simulator.canary;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Item;
import tercet.kernel.balance.Lease;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.Key;
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
    return item.leased().minus(item.asOf(now).leased());
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
    return asking(command ->
        command instanceof Command.TakeSlot take
            ? new Command.TakeSlot(
                take.user(),
                take.order(),
                take.attempt(),
                take.until(),
                take.max() + 1,
                take.longest())
            : command);
  }

  private static Wiring asking(UnaryOperator<Command> instead) {
    Deciding deciding =
        (kernel, records, input, now) ->
            kernel.decide(
                records,
                input instanceof Request request
                    ? OrderCanaries.with(request, instead.apply(request.command()))
                    : input,
                now);
    return deciding;
  }

  static Wiring freeOfAnyAttempt() {
    return asking(command ->
        command instanceof Command.FreePieces free
            ? new Command.FreePieces(free.order(), free.items(), 0, Long.MAX_VALUE)
            : command);
  }

  static Wiring attemptTakesTheReservationsPieces() {
    return asking(command ->
        command instanceof Command.KeepPieces keep
            ? new Command.KeepPieces(
                keep.order(), keep.generation(), keep.attempt(), 0, keep.pieces(), keep.until())
            : command);
  }

  static Wiring oneNumberForAllAttempts() {
    return asking(command ->
        command instanceof Command.BeginReserve begin
            ? new Command.BeginReserve(begin.order(), new CommandId("all", false))
            : command);
  }

  static Wiring answeredAndBegunAgain() {
    Deciding deciding =
        (kernel, records, input, now) ->
            kernel.decide(
                input instanceof Request request
                        && request.command() instanceof Command.BeginReserve begin
                    ? key ->
                        key.equals(Key.answer(begin.request(), request.to()))
                            ? null
                            : records.get(key)
                    : records,
                input,
                now);
    return deciding;
  }

  static Wiring placeNotGivenBack() {
    Tampering tampering =
        (records, input, now, decision) ->
            input instanceof Request request && request.command() instanceof Command.GiveSlot
                ? Decisions.without(decision, change -> change.stored() instanceof Account)
                : decision;
    return tampering;
  }
}
