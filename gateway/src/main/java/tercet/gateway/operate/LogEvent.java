package tercet.gateway.operate;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.Json;

/**
 * An event of the log, for programs that collect logs.
 *
 * @param time it happened
 * @param logger named by a class of the program
 * @param message in words
 * @param error with the place in the program where it came from; null if nothing failed
 */
public record LogEvent(
    Instant time, LogLevel level, String logger, String message, @Nullable String error) {
  /** An object on one line, without the line's end. */
  public String json() {
    byte[] object =
        Json.object(json -> {
          json.writeStringField("time", time.toString());
          json.writeStringField("level", level.toString());
          json.writeStringField("logger", logger);
          json.writeStringField("message", message);
          if (error != null) {
            json.writeStringField("error", error);
          }
        });
    return new String(object, StandardCharsets.UTF_8);
  }
}
