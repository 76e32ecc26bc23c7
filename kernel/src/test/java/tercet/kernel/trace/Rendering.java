package tercet.kernel.trace;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Item;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Line;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.dedupe.IdempotencyRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.TransactionId;
import tercet.kernel.order.Order;
import tercet.kernel.tcc.Released;
import tercet.kernel.transaction.Ruling;
import tercet.kernel.transaction.Tombstone;

/** Says records and inputs in few words. Times are milliseconds since the start of the trace. */
final class Rendering {
  private final Words words;
  private final MessageRendering messages;
  private final OpenRendering open;

  Rendering(Instant start) {
    words = new Words(start);
    messages = new MessageRendering(words);
    open = new OpenRendering(words);
  }

  String time(Instant time) {
    return words.time(time);
  }

  String input(Input input) {
    return switch (input) {
      case Request request ->
          "%s asks %s: %s"
              .formatted(request.id().value(), request.to(), command(request.command()));
      case Message message -> message(message);
      case Input.TimerFired wakeup -> "wake " + wakeup.key();
    };
  }

  String message(Message message) {
    return messages.message(message);
  }

  String finding(Finding finding) {
    return "    quarantine %s: %s\n".formatted(finding.participant(), finding.reason().sentence());
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
      case Command.CancelOrder cancel ->
          "cancellation of %s by %s".formatted(cancel.order().value(), time(cancel.deadline()));
      case Command.CancelItem cancel ->
          "cancellation of %d %s of %s by %s"
              .formatted(
                  cancel.quantity().value(),
                  cancel.item().value(),
                  cancel.order().value(),
                  time(cancel.deadline()));
      case Command.Abort abort ->
          "abort of %s of %s".formatted(abort.transaction().value(), abort.order().value());
      case Command.Settle settle ->
          "settlement of %s of %s as %s"
              .formatted(settle.transaction().value(), settle.order().value(), settle.settlement());
      case Command.BeginReserve begin -> begin.toString();
      case Command.Query query -> query.toString();
      case Command.Action action -> action.toString();
    };
  }

  String answer(Answer answer) {
    return switch (answer) {
      case Answer.Paid paid -> "paid by " + paid.transaction().value();
      case Answer.Cancelled cancelled -> "cancelled, " + cancelled.refund().value();
      case Answer.Reserved reserved -> "reserved until " + time(reserved.until());
      case Answer.ReserveBegun begun -> "attempt " + begun.attempt();
      case Answer.Released released -> "released";
      case Answer.Refused refused -> "refused, " + Words.refusal(refused.refusal());
      case Answer.Claimed claimed ->
          "claimed as %s until %s".formatted(claimed.command(), time(claimed.expiresAt()));
      case Answer.AbortRuled ruled -> "ruled: " + ruled.ruling();
      case Answer.SettleRuled ruled -> "ruled: " + ruled.ruling();
      case Answer.Done done -> "done";
      case Answer.Busy busy -> "busy";
      case Answer.Unavailable unavailable -> "unavailable";
      case Answer.Unreadable unreadable -> "unreadable";
      case Answer.Created created -> "created " + created.id();
      case Answer.ItemFound found ->
          "%d pieces for %d each".formatted(found.stock().value(), found.price().value());
      case Answer.AccountFound found ->
          "%s has %d".formatted(found.user().value(), found.credit().value());
      case Answer.StatusFound found -> found.order().value() + " is " + found.status();
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

  String change(Key key, StoredRecord stored) {
    return "%s = %s".formatted(key, stored(stored));
  }

  private String stored(StoredRecord stored) {
    return switch (stored) {
      case Item item ->
          "%d pieces for %d each%s, generation %d"
              .formatted(
                  item.amount().value(),
                  item.price().value(),
                  Words.claims(item),
                  item.generation());
      case Account account ->
          "credit %d%s, generation %d"
              .formatted(account.amount().value(), Words.claims(account), account.generation());
      case Order.Unpaid order ->
          "unpaid, of %s: %s, generation %d%s%s"
              .formatted(
                  order.user().value(),
                  lines(order.lines()),
                  order.generation(),
                  past(order),
                  words.last(order.last()));
      case Order.Paid order ->
          "paid by %s, of %s: %s%s"
              .formatted(
                  order.transaction().value(),
                  order.user().value(),
                  lines(order.lines()),
                  past(order));
      case Order.Cancelled order ->
          "cancelled, was paid by %s, of %s: %s%s"
              .formatted(
                  order.transaction().value(),
                  order.user().value(),
                  lines(order.lines()),
                  past(order));
      case StoredRecord.Open record -> open.open(record);
      case Ruling ruling -> "ruled " + ruling.settlement();
      case DedupeRecord answered ->
          "%s, until %s".formatted(answer(answered.answer()), time(answered.expiresAt()));
      case IdempotencyRecord claimed ->
          "%s as %s, until %s"
              .formatted(claimed.fingerprint(), claimed.command(), time(claimed.expiresAt()));
      case Tombstone.Declined declined ->
          "declined, %s, until %s"
              .formatted(Words.refusal(declined.refusal()), time(declined.expiresAt()));
      case Tombstone.Settled settled -> "settled, until " + time(settled.expiresAt());
      case Tombstone.Kept kept ->
          "kept %s, until %s".formatted(Words.taken(kept.taken()), time(kept.expiresAt()));
      case Released released ->
          "released %s, until %s"
              .formatted(Words.attempt(released.attempt()), time(released.expiresAt()));
    };
  }

  private static String past(Order order) {
    return order.past().isEmpty()
        ? ""
        : order.past().stream()
            .map(TransactionId::value)
            .collect(Collectors.joining(" ", ", before by ", ""));
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
