package tercet.gateway.operate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Problem;

/**
 * {@code POST /remarks} takes a remark, the reason that the request gives, which the overview shows
 * from then on; {@code GET /remarks} tells those of this node.
 */
record RemarksApi(Remarks remarks, InstantSource clock) {
  static final String PATH = "/remarks";

  private static final Set<String> PARAMETERS = Set.of("at");

  /** A remark on what is older or still to come would stand outside all charts. */
  private static final Duration APART_MAX = Duration.ofMinutes(15);

  HttpReply answer(OperatorApi.Call call) {
    return switch (call.method()) {
      case "GET", "HEAD" -> {
        QueryParameters.parse(call.query(), Set.of());
        yield reply();
      }
      case "POST" -> add(call);
      default -> Problem.METHOD_NOT_ALLOWED.reply().allowing("GET, HEAD, POST");
    };
  }

  private HttpReply add(OperatorApi.Call call) {
    Instant at = time(QueryParameters.parse(call.query(), PARAMETERS).text("at"));
    Actor actor = Actor.of(call);
    if (actor == null) {
      return Actor.missing();
    }
    remarks.add(new Remarks.Remark(at, actor.who(), actor.why()));
    return reply();
  }

  private Instant time(@Nullable String text) {
    Instant now = clock.instant();
    if (text == null) {
      return now;
    }
    try {
      Instant at = Instant.parse(text);
      if (Duration.between(at, now).abs().compareTo(APART_MAX) <= 0) {
        return at;
      }
    } catch (DateTimeParseException wrong) {
      // refused below
    }
    throw new QueryParameters.BadQueryException(
        "'at' is a time in the last %d minutes, such as %s."
            .formatted(APART_MAX.toMinutes(), PartJson.time(now)));
  }

  private HttpReply reply() {
    return HttpReply.ok(json -> remarks.write(json, clock.instant()));
  }
}
