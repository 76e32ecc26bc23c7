package tercet.gateway.operate;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Problem;

/**
 * {@code GET /log} tells how much this node logs, and {@code POST /log?level=debug} changes it
 * until the process ends.
 */
record LogApi(AuditLog audit, InstantSource clock) {
  static final String PATH = "/log";

  private static final Set<String> PARAMETERS = Set.of("level");

  HttpReply answer(OperatorApi.Call call) {
    return switch (call.method()) {
      case "GET", "HEAD" -> {
        QueryParameters.parse(call.query(), Set.of());
        yield reply();
      }
      case "POST" -> change(call);
      default -> Problem.METHOD_NOT_ALLOWED.reply().allowing("GET, HEAD, POST");
    };
  }

  private HttpReply change(OperatorApi.Call call) {
    LogLevel wanted = wanted(QueryParameters.parse(call.query(), PARAMETERS).text("level"));
    Actor actor = Actor.of(call);
    if (actor == null) {
      return Actor.missing();
    }
    try {
      audit.write(
          new AuditLog.Entry(
              clock.instant(), actor.who(), actor.why(), "log", "", wanted.toString()));
    } catch (IOException full) {
      return OperatorProblem.AUDIT_LOG.reply(
          "The audit log cannot be written (%s). Nothing was done.".formatted(full.getMessage()));
    }
    wanted.apply();
    return reply();
  }

  private static LogLevel wanted(@Nullable String text) {
    return Arrays.stream(LogLevel.values())
        .filter(level -> level.toString().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new QueryParameters.BadQueryException(
                "'level' is one of debug, info, warning, error."));
  }

  private static HttpReply reply() {
    return HttpReply.ok(json -> json.writeStringField("level", LogLevel.current().toString()));
  }
}
