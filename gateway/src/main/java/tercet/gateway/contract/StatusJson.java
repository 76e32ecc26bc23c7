package tercet.gateway.contract;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Line;
import tercet.kernel.command.OrderStatus;
import tercet.kernel.id.ShardId;

/**
 * How far an order is, as JSON. Times are UTC in ISO 8601; one that was not kept is left out.
 *
 * @param began the time at which a checkout with a given deadline began: no record has it
 */
public record StatusJson(UnaryOperator<Instant> began) {
  static final List<ReplyField> FIELDS =
      List.of(
          new ReplyField("order_id", ReplyField.Type.ID),
          new ReplyField("status", ReplyField.Type.TEXT),
          ReplyField.sometimes("reserved_until", ReplyField.Type.TIME),
          ReplyField.sometimes("transaction_id", ReplyField.Type.ID),
          ReplyField.sometimes("since", ReplyField.Type.TIME),
          ReplyField.sometimes("deadline", ReplyField.Type.TIME),
          ReplyField.sometimes("waiting_for", ReplyField.Type.TEXTS),
          ReplyField.sometimes("paid_at", ReplyField.Type.TIME),
          ReplyField.sometimes("returned", ReplyField.Type.LINES),
          ReplyField.sometimes("refused_at", ReplyField.Type.TIME),
          ReplyField.sometimes("code", ReplyField.Type.TEXT),
          ReplyField.sometimes("detail", ReplyField.Type.TEXT),
          ReplyField.sometimes("item_id", ReplyField.Type.ID),
          ReplyField.sometimes("user_id", ReplyField.Type.ID),
          ReplyField.sometimes("wanted", ReplyField.Type.AMOUNT),
          ReplyField.sometimes("left", ReplyField.Type.AMOUNT),
          ReplyField.sometimes("missing", ReplyField.Type.AMOUNT),
          ReplyField.sometimes("total_cost", ReplyField.Type.AMOUNT),
          ReplyField.sometimes("max_total", ReplyField.Type.AMOUNT),
          ReplyField.sometimes("refund_id", ReplyField.Type.ID),
          ReplyField.sometimes("cancelled_at", ReplyField.Type.TIME));

  /**
   * Writes into an open object.
   *
   * @throws IOException if the generator fails
   */
  public void write(JsonGenerator json, Answer.StatusFound found) throws IOException {
    json.writeStringField("order_id", found.order().value());
    json.writeStringField("status", word(found.status()));
    time(json, "reserved_until", found.reservedUntil());
    switch (found.status()) {
      case OrderStatus.Unpaid unpaid -> {}
      case OrderStatus.InProgress open -> {
        json.writeStringField("transaction_id", open.transaction().value());
        time(json, "since", began.apply(open.deadline()));
        time(json, "deadline", open.deadline());
        waitingFor(json, open.awaiting());
      }
      case OrderStatus.Paid paid -> {
        json.writeStringField("transaction_id", paid.transaction().value());
        time(json, "paid_at", paid.at());
        lines(json, "returned", paid.returned());
      }
      case OrderStatus.Refused refused -> {
        json.writeStringField("transaction_id", refused.transaction().value());
        time(json, "refused_at", refused.at());
        json.writeStringField("code", refused.refusal().code());
        json.writeStringField("detail", refused.refusal().sentence());
        RefusalJson.write(json, refused.refusal());
        waitingFor(json, refused.awaiting());
      }
      case OrderStatus.Cancelled cancelled -> {
        json.writeStringField("transaction_id", cancelled.transaction().value());
        time(json, "paid_at", cancelled.paidAt());
        json.writeStringField("refund_id", cancelled.refund().value());
        time(json, "cancelled_at", cancelled.at());
        waitingFor(json, cancelled.awaiting());
      }
    }
  }

  private static String word(OrderStatus status) {
    return switch (status) {
      case OrderStatus.Unpaid unpaid -> "unpaid";
      case OrderStatus.InProgress open -> "in_progress";
      case OrderStatus.Paid paid -> "paid";
      case OrderStatus.Refused refused -> "refused";
      case OrderStatus.Cancelled cancelled -> "cancelled";
    };
  }

  private static void time(JsonGenerator json, String field, Instant time) throws IOException {
    if (!time.equals(Instant.EPOCH)) {
      json.writeStringField(field, time.truncatedTo(ChronoUnit.MILLIS).toString());
    }
  }

  private static void waitingFor(JsonGenerator json, List<ShardId> shards) throws IOException {
    json.writeArrayFieldStart("waiting_for");
    for (ShardId shard : shards) {
      json.writeString(shard.service().name().toLowerCase(Locale.ROOT) + "/" + shard.index());
    }
    json.writeEndArray();
  }

  /**
   * Writes a list of pairs of an item and a quantity.
   *
   * @throws IOException if the generator fails
   */
  public static void lines(JsonGenerator json, String field, List<Line> lines) throws IOException {
    json.writeArrayFieldStart(field);
    for (Line line : lines) {
      json.writeStartArray();
      json.writeString(line.item().value());
      json.writeNumber(line.quantity().value());
      json.writeEndArray();
    }
    json.writeEndArray();
  }
}
