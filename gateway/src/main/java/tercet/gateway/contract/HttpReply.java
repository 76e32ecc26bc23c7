package tercet.gateway.contract;

import org.jspecify.annotations.Nullable;

/** The reply to an HTTP client, encoded. Immutable; replies that never differ are made once. */
public final class HttpReply {
  /** The type of the body. */
  public enum Type {
    JSON("application/json"),
    PROBLEM("application/problem+json"),
    /** The text format of Prometheus. */
    METRICS("text/plain; version=0.0.4; charset=utf-8"),
    PAGE("text/html; charset=utf-8"),
    SCRIPT("text/javascript; charset=utf-8"),
    STYLE("text/css; charset=utf-8"),
    IMAGE("image/svg+xml"),
    TEXT("text/plain; charset=utf-8"),
    /** Server-sent events. */
    EVENTS("text/event-stream");

    private final String contentType;

    Type(String contentType) {
      this.contentType = contentType;
    }

    /** The value of the header Content-Type. */
    public String contentType() {
      return contentType;
    }
  }

  private final int status;
  private final Type type;
  private final byte[] body;
  private final @Nullable String code;
  private final @Nullable String allow;
  private final @Nullable String trace;
  private final @Nullable Events events;

  private HttpReply(
      int status,
      Type type,
      byte[] body,
      @Nullable String code,
      @Nullable String allow,
      @Nullable String trace,
      @Nullable Events events) {
    this.status = status;
    this.type = type;
    this.body = body;
    this.code = code;
    this.allow = allow;
    this.trace = trace;
    this.events = events;
  }

  /**
   * A reply.
   *
   * @param body kept, not copied
   */
  public static HttpReply of(int status, Type type, byte[] body) {
    return new HttpReply(status, type, body, null, null, null, null);
  }

  /** 200 with a body that goes on. */
  public static HttpReply ongoing(Events events) {
    return new HttpReply(200, Type.EVENTS, new byte[0], null, null, null, events);
  }

  /** 200 with a JSON object. */
  public static HttpReply ok(Json.Fields fields) {
    return of(200, Type.JSON, Json.object(fields));
  }

  /**
   * A problem as of RFC 9457.
   *
   * @param title the status, for a person
   * @param detail a sentence for a person
   * @param code stable, for programs
   */
  public static HttpReply problem(int status, String title, String detail, String code) {
    return problem(status, title, detail, code, json -> {});
  }

  /**
   * The same with more fields.
   *
   * @param more what is known of this occurrence (RFC 9457, section 3.2)
   */
  static HttpReply problem(int status, String title, String detail, String code, Json.Fields more) {
    byte[] body =
        Json.object(json -> {
          json.writeStringField("type", "about:blank");
          json.writeStringField("title", title);
          json.writeNumberField("status", status);
          json.writeStringField("detail", detail);
          json.writeStringField("code", code);
          more.write(json);
        });
    return new HttpReply(status, Type.PROBLEM, body, code, null, null, null);
  }

  /** The same with the header Allow. */
  public HttpReply allowing(String methods) {
    return new HttpReply(status, type, body, code, methods, trace, events);
  }

  /** The same with the header traceresponse. */
  HttpReply traced(String context) {
    return new HttpReply(status, type, body, code, allow, context, events);
  }

  public int status() {
    return status;
  }

  public Type type() {
    return type;
  }

  /** Not to be changed. */
  public byte[] body() {
    return body;
  }

  /** Why it did not happen; null if it did. */
  public @Nullable String code() {
    return code;
  }

  /** The value of the header Allow, or null for none. */
  public @Nullable String allow() {
    return allow;
  }

  /** The value of the header traceresponse, or null for none. */
  public @Nullable String trace() {
    return trace;
  }

  /** The body, if it goes on while the client listens; or null. */
  public @Nullable Events events() {
    return events;
  }
}
