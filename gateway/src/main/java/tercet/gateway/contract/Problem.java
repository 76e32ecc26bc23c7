package tercet.gateway.contract;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.Amount;

/** Why the gateway itself refuses a request. Names are part of the contract. */
public enum Problem {
  BAD_ID(
      400,
      "An id has 1 to "
          + Parameter.ID_LENGTH_MAX
          + " characters, percent-encoded UTF-8 where needed, none of them a control character."),
  BAD_AMOUNT(
      400,
      "An amount is a whole number from 0 to "
          + Amount.MAX
          + " in decimal digits; a quantity is at least 1, a count at most "
          + Parameter.COUNT_MAX
          + "."),
  BAD_SECONDS(
      400,
      "A reservation lasts a whole number of seconds, from 1 to what this shop allows, which is at"
          + " most "
          + ReservationLimits.SECONDS_MAX
          + "."),
  BAD_PATH(400, "The path is not well-formed: see RFC 3986, section 3.3."),
  BAD_IDEMPOTENCY_KEY(400, "An Idempotency-Key is given once and has 1 to 255 visible ASCII."),
  BAD_REQUEST(
      400,
      "The request could not be read: it is not well-formed HTTP/1.1, or its headers are too"
          + " large."),
  BAD_HTTP_VERSION(400, "Only HTTP/1.1 is spoken here."),
  TLS_NEEDED(400, "This port speaks TLS: the address begins with https."),
  PATH_TOO_LONG(400, "The path is longer than any valid path."),
  BODY_TOO_LARGE(400, "The body is too large. No request needs one here."),
  FOREIGN_ORIGIN(
      403, "A web page of another site called. Its origin must be allowed: --allow-origin ORIGIN."),
  FOREIGN_HOST(
      403,
      "The header Host has a name that may belong to a stranger. Use an address, or allow the name:"
          + " --allow-host NAME."),
  TOKEN_MISSING(
      401, "This shop needs a token: send the header Authorization with Bearer and the token."),
  TOKEN_UNKNOWN(401, "The token is not known here. It may have been replaced by another one."),
  SCOPE_MISSING(403, "The token is known, and this call is not for it. It needs another scope."),
  UNKNOWN_ROUTE(
      404,
      "There is no such route. GET /openapi.json lists all routes; health and metrics are on the"
          + " administrative port."),
  UNKNOWN_ADMIN_ROUTE(
      404,
      "There is no such route on this port. GET /health/live, /health/ready, /metrics,"
          + " /overview, /transactions and /quarantine are here, and the console at /; the routes"
          + " of the shop are on its own port."),
  METHOD_NOT_ALLOWED(405, "The route exists, with another method: see the header Allow."),
  INTERNAL_ERROR(500, "A bug: whether it happened is unknown. The log of the server has more."),
  TOO_MANY_CONNECTIONS(
      503, "Too many connections come from your address. Close some, or use them again."),
  OVERLOADED(503, "Too many requests are waiting. Nothing was begun; repeat in a moment."),
  NO_ANSWER(503, "No answer came in time. Whether it happened is unknown; repeat the request."),
  RECORD_DAMAGED(
      503,
      "The server cannot read a record that this request needs: it is damaged on disk, or a newer"
          + " version of the server wrote it. The server's log names it. Everything else is"
          + " served.");

  private static final Map<Reason, HttpReply> REFUSALS = refusals();

  private final HttpReply reply;

  Problem(int status, String sentence) {
    this.reply = reply(status, sentence, name().toLowerCase(Locale.ROOT));
  }

  /** Stable, for programs. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All codes, of refusals too. */
  static List<String> codes() {
    return Stream.concat(
            Stream.of(Reason.values()).map(Reason::code), Stream.of(values()).map(Problem::code))
        .toList();
  }

  /** The reply to the client. */
  public HttpReply reply() {
    return reply;
  }

  /** The reply to a client that asks for a longer reservation than the shop allows. */
  static HttpReply badSeconds(long max) {
    return reply(
        400, "A reservation lasts 1 to %d seconds here.".formatted(max), BAD_SECONDS.code());
  }

  /** The reply to a client when a shard refused. */
  static HttpReply reply(Refusal refusal) {
    if (!(refusal instanceof Reason reason)) {
      return reply(
          400, refusal.sentence(), refusal.code(), json -> RefusalJson.write(json, refusal));
    }
    HttpReply reply = REFUSALS.get(reason);
    if (reply == null) {
      throw new IllegalStateException("no reply for " + reason);
    }
    return reply;
  }

  private static Map<Reason, HttpReply> refusals() {
    Map<Reason, HttpReply> replies = new EnumMap<>(Reason.class);
    for (Reason reason : Reason.values()) {
      int status = reason == Reason.IDEMPOTENCY_KEY_REUSED ? 422 : 400;
      replies.put(reason, reply(status, reason.sentence(), reason.code()));
    }
    return replies;
  }

  private static HttpReply reply(int status, String sentence, String code) {
    return reply(status, sentence, code, json -> {});
  }

  private static HttpReply reply(int status, String sentence, String code, Json.Fields details) {
    return HttpReply.problem(status, title(status), sentence, code, details);
  }

  /**
   * The registered title of a status, because the type is {@code about:blank} (RFC 9457, section
   * 4.2.1).
   */
  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 422 -> "Unprocessable Content";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> throw new IllegalArgumentException("not a status of a problem: " + status);
    };
  }
}
