package tercet.gateway.operate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Remarks of operators and tools on the last minutes, such as the faults of {@code tercet chaos}.
 * They are in memory, and only the latest. Safe for any thread.
 */
final class Remarks {
  /** So many that a page of them is read, and an answer stays small. */
  static final int KEPT_MAX = 50;

  /** The charts of the console reach back so far. */
  private static final Duration SHOWN = Duration.ofMinutes(15);

  /**
   * A remark.
   *
   * @param at the moment that it is about
   */
  record Remark(Instant at, String who, String text) {}

  private final Deque<Remark> latest = new ArrayDeque<>();

  synchronized void add(Remark remark) {
    latest.addLast(remark);
    if (latest.size() > KEPT_MAX) {
      latest.removeFirst();
    }
  }

  /**
   * Writes the field {@code remarks}, the earliest first.
   *
   * @throws IOException if the generator fails
   */
  synchronized void write(JsonGenerator json, Instant now) throws IOException {
    latest.removeIf(remark -> remark.at().isBefore(now.minus(SHOWN)));
    json.writeArrayFieldStart("remarks");
    for (Remark remark : latest) {
      json.writeStartObject();
      json.writeStringField("at", PartJson.time(remark.at()));
      json.writeStringField("who", remark.who());
      json.writeStringField("text", remark.text());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
