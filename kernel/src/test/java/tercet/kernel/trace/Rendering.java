package tercet.kernel.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import tercet.kernel.Input;
import tercet.kernel.Key;
import tercet.kernel.Message;
import tercet.kernel.ShardId;
import tercet.kernel.Stored;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Item;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Answered;
import tercet.kernel.command.Claimed;
import tercet.kernel.command.Command;
import tercet.kernel.command.Request;
import tercet.kernel.order.Line;
import tercet.kernel.order.Order;
import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Part;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Waiter;

/** Says records and inputs in few words. Times are milliseconds since the start of the trace. */
final class Rendering {
  private final Instant start;

  Rendering(Instant start) {
    this.start = start;
  }

  String time(Instant time) {
    return Long.toString(Duration.between(start, time).toMillis());
  }

  String input(Input input) {
    return switch (input) {
      case Request request ->
          "%s asks %s: %s"
              .formatted(request.id().value(), request.to(), command(request.command()));
      case Message message -> message(message);
      case Input.Wakeup wakeup -> "wake " + wakeup.key();
    };
  }

  String message(Message message) {
    String said =
        switch (message) {
          case SagaMessage.Debit debit ->
              "Debit %s; valid until %s, deadline %s"
                  .formatted(part(debit.part()), time(debit.validUntil()), time(debit.deadline()));
          case SagaMessage.Undo undo ->
              "Undo %s; quiet after %s".formatted(part(undo.part()), time(undo.quietAfter()));
          case SagaMessage.Keep keep -> "Keep; quiet after " + time(keep.quietAfter());
          case SagaMessage.Debited debited ->
              "Debited by %s; deadline %s".formatted(debited.from(), time(debited.deadline()));
          case SagaMessage.Declined declined ->
              "Declined by %s: %s".formatted(declined.from(), declined.refusal());
          case SagaMessage.Undone undone -> "Undone by " + undone.from();
          case Message other -> other.toString();
        };
    return "%s of %s to %s: %s"
        .formatted(message.transaction().value(), message.order().value(), message.to(), said);
  }

  private String command(Command command) {
    return switch (command) {
      case Command.Checkout checkout ->
          "checkout of %s by %s".formatted(checkout.order().value(), time(checkout.deadline()));
      case Command.Claim claim ->
          "claim of %s for %s as %s"
              .formatted(claim.idempotencyKey(), claim.fingerprint(), claim.candidate());
      case Command.AddItem add ->
          "add %d %s for %d each to %s"
              .formatted(
                  add.quantity().value(),
                  add.item().value(),
                  add.price().value(),
                  add.order().value());
      case Command.Query query -> query.toString();
      case Command.Action action -> action.toString();
    };
  }

  String answer(Answer answer) {
    return switch (answer) {
      case Answer.Paid paid -> "paid by " + paid.transaction().value();
      case Answer.Refused refused -> "refused, " + refused.refusal();
      case Answer.Claimed claimed ->
          "claimed as %s until %s".formatted(claimed.command(), time(claimed.expiresAt()));
      case Answer.Done done -> "done";
      case Answer.Busy busy -> "busy";
      case Answer.Created created -> "created " + created.id();
      case Answer.ItemFound found ->
          "%d pieces for %d each".formatted(found.stock().value(), found.price().value());
      case Answer.AccountFound found ->
          "%s has %d".formatted(found.user().value(), found.credit().value());
      case Answer.OrderFound found ->
          "%s, %s, of %s: %s, total %d"
              .formatted(
                  found.order().value(),
                  found.paid() ? "paid" : "unpaid",
                  found.user().value(),
                  lines(found.lines()),
                  found.total().value());
    };
  }

  String change(Key key, Stored stored) {
    return "%s = %s".formatted(key, stored(stored));
  }

  private String stored(Stored stored) {
    return switch (stored) {
      case Item item ->
          "%d pieces for %d each, generation %d"
              .formatted(item.amount().value(), item.price().value(), item.generation());
      case Account account ->
          "credit %d, generation %d".formatted(account.amount().value(), account.generation());
      case Order.Unpaid order ->
          "unpaid, of %s: %s, generation %d"
              .formatted(order.user().value(), lines(order.lines()), order.generation());
      case Order.Paid order ->
          "paid by %s, of %s: %s"
              .formatted(order.transaction().value(), order.user().value(), lines(order.lines()));
      case Stored.Open open -> open(open);
      case Answered answered ->
          "%s, until %s".formatted(answer(answered.answer()), time(answered.expiresAt()));
      case Claimed claimed ->
          "%s as %s, until %s"
              .formatted(claimed.fingerprint(), claimed.command(), time(claimed.expiresAt()));
      case Tombstone.Declined declined ->
          "declined, %s, until %s".formatted(declined.refusal(), time(declined.expiresAt()));
      case Tombstone.Settled settled -> "settled, until " + time(settled.expiresAt());
      case Tombstone other -> other.toString();
    };
  }

  private String open(Stored.Open open) {
    return switch (open) {
      case Debited debited ->
          "debited %s; voted %d times, wakes at %s"
              .formatted(
                  debited.taken().stream()
                      .map(t -> t.balance().value() + " " + t.amount().value())
                      .collect(Collectors.joining(", ")),
                  debited.votes(),
                  time(debited.wakeAt()));
      case Saga.Debiting saga ->
          "debiting, %s, step %d, awaits %s, %s"
              .formatted(
                  saga.transaction().id().value(), saga.step(), shards(saga), openSaga(saga));
      case Saga.Undoing saga ->
          "undoing, %s, %s, awaits %s, %s"
              .formatted(
                  saga.transaction().id().value(), saga.refusal(), shards(saga), openSaga(saga));
      case Stored.Open other -> other.toString();
    };
  }

  private String openSaga(Saga saga) {
    return "quiet after %s, sent %d times, wakes at %s; waiting: %s"
        .formatted(
            time(saga.quietAfter()),
            saga.sends(),
            time(saga.wakeAt()),
            saga.waiters().stream()
                .map(Waiter::answerKey)
                .map(Key::id)
                .collect(Collectors.joining(" ")));
  }

  private static String shards(Saga saga) {
    return saga.awaiting().stream().map(ShardId::toString).collect(Collectors.joining(" "));
  }

  private static String part(Part part) {
    return part.debits().stream().map(Rendering::debit).collect(Collectors.joining(", "));
  }

  private static String debit(Debit debit) {
    return debit.balance().value() + " " + debit.amount().value();
  }

  private static String lines(List<Line> lines) {
    return lines.isEmpty()
        ? "nothing"
        : lines.stream()
            .map(line ->
                "%d %s for %d"
                    .formatted(line.quantity().value(), line.item().value(), line.cost().value()))
            .collect(Collectors.joining(", "));
  }
}
