package tercet.gateway.contract;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import tercet.kernel.command.Answer;

/**
 * Turns the answers of one service into replies.
 *
 * @param createdField in which the id of a new thing is given
 */
record AnswerReplies(String createdField) {
  private static final HttpReply DONE = HttpReply.ok(json -> json.writeBooleanField("done", true));

  HttpReply of(Answer answer) {
    return switch (answer) {
      case Answer.Done done -> DONE;
      case Answer.Created created ->
          HttpReply.ok(json -> json.writeStringField(createdField, created.id()));
      case Answer.ItemFound found ->
          HttpReply.ok(json -> {
            json.writeNumberField("stock", found.stock().value());
            json.writeNumberField("price", found.price().value());
            if (found.held().value() > 0) {
              json.writeNumberField("held", found.held().value());
            }
          });
      case Answer.AccountFound found ->
          HttpReply.ok(json -> {
            json.writeStringField("user_id", found.user().value());
            json.writeNumberField("credit", found.credit().value());
          });
      case Answer.OrderFound found -> HttpReply.ok(json -> order(json, found));
      case Answer.Paid paid ->
          HttpReply.ok(json -> json.writeStringField("transaction_id", paid.transaction().value()));
      case Answer.Cancelled cancelled ->
          HttpReply.ok(json -> json.writeStringField("refund_id", cancelled.refund().value()));
      case Answer.Reserved reserved ->
          HttpReply.ok(json -> json.writeStringField("reserved_until", time(reserved.until())));
      case Answer.Released released -> DONE;
      case Answer.ReserveBegun begun ->
          throw new IllegalStateException("not an answer for a client: " + begun);
      case Answer.Refused refused -> Problem.reply(refused.refusal());
      case Answer.Busy busy ->
          throw new IllegalStateException("ShardClient repeats a busy request: " + busy);
      case Answer.Unavailable unavailable ->
          throw new IllegalStateException("ShardClient throws instead: " + unavailable);
      case Answer.Unreadable unreadable ->
          throw new IllegalStateException("ShardClient throws instead: " + unreadable);
      case Answer.AbortRuled ruled ->
          throw new IllegalStateException("an answer for an operator: " + ruled);
      case Answer.SettleRuled ruled ->
          throw new IllegalStateException("an answer for an operator: " + ruled);
      case Answer.StatusFound found ->
          throw new IllegalStateException("an answer of one route alone: " + found);
      case Answer.Claimed claimed ->
          throw new IllegalStateException("not an answer for a client: " + claimed);
    };
  }

  private static void order(JsonGenerator json, Answer.OrderFound found) throws IOException {
    json.writeStringField("order_id", found.order().value());
    json.writeBooleanField("paid", found.paid());
    StatusJson.lines(json, "items", found.lines());
    json.writeStringField("user_id", found.user().value());
    json.writeNumberField("total_cost", found.total().value());
    if (found.isReserved()) {
      json.writeStringField("reserved_until", time(found.reservedUntil()));
    }
  }

  /** RFC 3339, in UTC. */
  static String time(Instant at) {
    return DateTimeFormatter.ISO_INSTANT.format(at);
  }
}
