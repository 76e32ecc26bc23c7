package tercet.gateway.operate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.Json;
import tercet.kernel.command.AbortRuling;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.UserId;
import tercet.kernel.transaction.Debit;
import tercet.runtime.inspect.NodeInspector;
import tercet.runtime.inspect.OpenPart;
import tercet.runtime.observe.EndedTransaction;
import tercet.runtime.observe.StepNote;

/** Writes what a node knows of a transaction. */
final class PartJson {
  private final NodeInspector node;
  private final Instant now;

  PartJson(NodeInspector node) {
    this.node = node;
    this.now = node.now();
  }

  /** As operators write a shard, for example {@code payment/7}. */
  static String name(ShardId shard) {
    return shard.service().name().toLowerCase(Locale.ROOT) + "/" + shard.index();
  }

  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  byte[] open(OpenPart part) {
    return Json.object(json -> {
      json.writeStringField("transaction_id", part.transaction().value());
      json.writeStringField("role", part.role().word());
      if (part.protocol() != null) {
        json.writeStringField("protocol", String.valueOf(part.protocol()));
      }
      json.writeStringField("state", part.state());
      json.writeStringField("order_id", part.order().value());
      debits(json, part.debits());
      json.writeStringField("shard", name(part.key().shard()));
      json.writeStringField("node", node.neighbours().self());
      deadline(json, part.deadline(), now);
      json.writeArrayFieldStart("waits_for");
      for (ShardId shard : part.awaits()) {
        awaited(json, shard);
      }
      json.writeEndArray();
      json.writeNumberField("attempts", part.attempts());
      json.writeStringField("next_wake", time(part.wakeAt()));
      refusal(json, "last_refusal", part.refusal());
      if (part.role() == OpenPart.Role.COORDINATOR) {
        json.writeNumberField("clients_waiting", part.clients());
        json.writeBooleanField("can_abort", part.abort() == AbortRuling.ABORTED);
        if (part.abort() != AbortRuling.ABORTED) {
          json.writeStringField("cannot_abort_because", part.abort().sentence());
        }
      }
      json.writeStringField("summary", summary(part));
    });
  }

  byte[] ended(EndedTransaction ended) {
    return Json.object(json -> {
      json.writeStringField("transaction_id", ended.transaction().id().value());
      json.writeStringField("protocol", ended.protocol().toString());
      json.writeStringField("state", ended.paid() ? "paid" : "aborted");
      json.writeStringField("order_id", ended.transaction().order().value());
      debits(
          json, ended.transaction().branches().stream().flatMap(b -> b.debits().stream()).toList());
      json.writeStringField("node", node.neighbours().self());
      deadline(json, ended.transaction().deadline(), ended.at());
      json.writeStringField("ended", time(ended.at()));
      json.writeNumberField("attempts", ended.sends());
      refusal(json, "refusal", ended.refusal());
    });
  }

  byte[] step(StepNote note) {
    return Json.object(json -> {
      json.writeStringField("at", time(Instant.ofEpochMilli(note.millis())));
      json.writeStringField("node", node.neighbours().self());
      json.writeStringField("shard", name(note.shard()));
      json.writeStringField("input", note.input());
      if (note.state() != null) {
        json.writeStringField("state", note.state());
      }
      json.writeArrayFieldStart("sent");
      for (StepNote.Sent sent : note.sent()) {
        json.writeStartObject();
        json.writeStringField("message", sent.message());
        json.writeStringField("to", name(sent.to()));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("answers");
      for (String answer : note.answers()) {
        json.writeString(answer);
      }
      json.writeEndArray();
      json.writeNumberField("commit_ms", Math.round(note.commitMillis() * 1_000) / 1e3);
    });
  }

  private static void refusal(JsonGenerator json, String field, @Nullable Refusal refusal)
      throws IOException {
    if (refusal != null) {
      json.writeStringField(field, refusal.code());
      if (!(refusal instanceof Reason)) {
        json.writeStringField(field + "_detail", refusal.sentence());
      }
    }
  }

  private static void debits(JsonGenerator json, List<Debit> debits) throws IOException {
    for (Debit debit : debits) {
      if (debit.balance() instanceof UserId user) {
        json.writeStringField("user_id", user.value());
        json.writeNumberField("charge", debit.amount().value());
      }
    }
    json.writeArrayFieldStart("items");
    for (Debit debit : debits) {
      if (debit.balance() instanceof ItemId item) {
        json.writeStartArray();
        json.writeString(item.value());
        json.writeNumber(debit.amount().value());
        json.writeEndArray();
      }
    }
    json.writeEndArray();
  }

  /** When it began follows from its deadline: no record says more. */
  private void deadline(JsonGenerator json, @Nullable Instant deadline, Instant until)
      throws IOException {
    if (deadline != null) {
      Instant began = node.began(deadline);
      json.writeStringField("began", time(began));
      json.writeNumberField("age_ms", Math.max(0, Duration.between(began, until).toMillis()));
      json.writeStringField("deadline", time(deadline));
    }
  }

  private void awaited(JsonGenerator json, ShardId shard) throws IOException {
    json.writeStartObject();
    json.writeStringField("shard", name(shard));
    json.writeArrayFieldStart("nodes");
    for (String server : node.neighbours().servers(shard)) {
      json.writeString(server);
    }
    json.writeEndArray();
    json.writeBooleanField("reachable", node.neighbours().reaches(shard));
    json.writeEndObject();
  }

  /** One sentence or two for a person: what it is, whom it waits for, what happens next. */
  private String summary(OpenPart part) {
    String awaited = part.awaits().stream().map(this::awaited).collect(Collectors.joining(", "));
    boolean inVain = part.awaits().stream().noneMatch(node.neighbours()::reaches);
    String waits =
        awaited.isEmpty()
            ? "It waits for a lock."
            : "It waits for %s; asked %d times, asks again %s."
                .formatted(
                    awaited,
                    part.attempts(),
                    inVain ? "when one can be reached" : span(part.wakeAt()));
    return switch (part.role()) {
      case COORDINATOR -> decision(part) + " " + waits;
      case PARTICIPANT -> "It does not know the outcome. " + waits;
      case REFUND -> "Cancelled; what was paid for it is given back. " + waits;
      case OUTCOME -> "It is decided; the others have not confirmed for good. " + waits;
    };
  }

  private String decision(OpenPart part) {
    Instant deadline = part.deadline();
    return switch (part.abort()) {
      case ABORTED -> "Undecided; aborted at its deadline, %s.".formatted(span(deadline));
      case ABORTED_BEFORE -> "Aborted; its participants are giving back.";
      case PAID -> "Paid; its participants have not confirmed.";
      case PARTICIPANTS_DECIDE -> "Undecided; its participants decide.";
      case NOT_OPEN, REPORTS_DECIDE -> "";
    };
  }

  private String awaited(ShardId shard) {
    return "%s on %s%s"
        .formatted(
            name(shard),
            String.join(" or ", node.neighbours().servers(shard)),
            node.neighbours().reaches(shard) ? "" : ", which cannot be reached");
  }

  private String span(@Nullable Instant time) {
    if (time == null) {
      return "soon";
    }
    double seconds = Duration.between(now, time).toMillis() / 1_000.0;
    return seconds > 0
        ? String.format(Locale.ROOT, "in %.1f s", seconds)
        : String.format(Locale.ROOT, "since %.1f s", -seconds);
  }
}
