package tercet.gateway;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.http.media.ReadableEntity;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import tercet.gateway.contract.Events;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Problem;

/**
 * Hands every request of a listener to its endpoint. It takes the place of Helidon's own routing,
 * which would decode and normalize the path more leniently than the contract allows.
 */
final class EndpointRouting implements HttpRouting {
  private static final System.Logger LOG = System.getLogger(EndpointRouting.class.getName());
  private static final Map<HttpReply.Type, Header> CONTENT_TYPES = contentTypes();
  private static final Header RETRY_AFTER_SECONDS =
      HeaderValues.createCached(HeaderNames.RETRY_AFTER, "1");
  private static final Header BEARER =
      HeaderValues.createCached(HeaderNames.WWW_AUTHENTICATE, "Bearer");
  private static final HeaderName TRACERESPONSE = HeaderNames.create("traceresponse");
  private static final HttpSecurity NO_SECURITY = HttpSecurity.create();
  private static final byte[] NO_BODY = {};
  private static final HttpReply DONE = HttpReply.of(204, HttpReply.Type.TEXT, NO_BODY);
  private static final int DISCARD_BYTES = 2_048;

  private final Endpoint endpoint;
  private final AllowedOrigins origins;
  private final LongAdder open = new LongAdder();
  private volatile boolean draining;

  EndpointRouting(Endpoint endpoint, AllowedOrigins origins) {
    this.endpoint = endpoint;
    this.origins = origins;
  }

  /** From now on every answer closes its connection. */
  void drain() {
    draining = true;
  }

  /** True from when {@link #drain} was called. */
  boolean isDraining() {
    return draining;
  }

  /** Requests that have been read and not yet answered. */
  long open() {
    return open.sum();
  }

  @Override
  public void route(ConnectionContext context, RoutingRequest request, RoutingResponse response) {
    discardBody(request);
    boolean close = asksToClose(request.headers());
    open.increment();
    answering(context, true);
    try {
      HttpReply reply = answer(request);
      addOrigin(request, response);
      send(request, response, reply, draining || close);
    } finally {
      answering(context, false);
      open.decrement();
    }
  }

  /** Most clients do not send the header, and looking into it costs more than seeing that. */
  private static boolean asksToClose(Headers headers) {
    return headers.contains(HeaderNames.CONNECTION)
        && headers.containsToken(HeaderValues.CONNECTION_CLOSE);
  }

  /** Reads the body before anything happens: a request that is not whole has no effect. */
  private static void discardBody(RoutingRequest request) {
    ReadableEntity content = request.content();
    if (!content.hasEntity()) {
      return;
    }
    byte[] buffer = new byte[DISCARD_BYTES];
    try {
      // Not closed: closing would read on after a malformed chunk, and wait for ever.
      InputStream body = content.inputStream();
      while (body.read(buffer) >= 0) {
        // no request needs a body
      }
    } catch (IOException gone) {
      throw new CloseConnectionException("reading a body failed", gone);
    }
  }

  private HttpReply answer(RoutingRequest request) {
    HttpPrologue line = request.prologue();
    if (line.fragment().hasValue()) {
      return Problem.BAD_PATH.reply(); // a fragment is never sent (RFC 9112, section 3.2)
    }
    if (!origins.admits(line.method().text(), request.headers())) {
      return Problem.FOREIGN_ORIGIN.reply();
    }
    String target = line.uriPath().rawPath();
    if (!origins.admitsHost(request.headers()) && !OperatorEndpoint.isHealth(target)) {
      return Problem.FOREIGN_HOST.reply();
    }
    String method = line.method().equals(Method.HEAD) ? "GET" : line.method().text();
    try {
      if (method.equals("OPTIONS")) {
        return options(target, request.headers());
      }
      return endpoint.answer(method, target, line.query().rawValue(), request.headers());
    } catch (RuntimeException | Error bug) {
      LOG.log(System.Logger.Level.ERROR, "answering a request failed", bug);
      return Problem.INTERNAL_ERROR.reply();
    }
  }

  /** The methods of a path; also without a token, which no browser sends with this question. */
  private HttpReply options(String target, ServerRequestHeaders headers) {
    if (origins.reader(headers) != null && headers.contains(CrossOrigin.ASKED_METHOD)) {
      return DONE;
    }
    HttpReply other = endpoint.answer("OPTIONS", target, "", headers);
    String allow = other.allow();
    return allow == null ? other : DONE.allowing(allow + ", OPTIONS");
  }

  private void addOrigin(RoutingRequest request, RoutingResponse response) {
    String reader = origins.reader(request.headers());
    if (reader != null) {
      CrossOrigin.addHeaders(response, reader, request.headers());
    }
  }

  /** Anything thrown from here on closes the connection: the client must not get another answer. */
  private static void send(
      RoutingRequest request, RoutingResponse response, HttpReply reply, boolean close) {
    try {
      response.status(status(reply.status()));
      if (reply.status() != Status.NO_CONTENT_204.code()) {
        response.header(contentHeader(reply.type()));
      }
      String allow = reply.allow();
      if (allow != null) {
        response.header(HeaderNames.ALLOW, allow);
      }
      String trace = reply.trace();
      if (trace != null) {
        response.header(TRACERESPONSE, trace);
      }
      if (reply.status() == Status.SERVICE_UNAVAILABLE_503.code()) {
        response.header(RETRY_AFTER_SECONDS);
      }
      if (reply.status() == Status.UNAUTHORIZED_401.code()) {
        response.header(BEARER);
      }
      if (close) {
        response.header(HeaderValues.CONNECTION_CLOSE);
      }
      PageReplies.addHeaders(response, reply.type());
      Events events = reply.events();
      boolean head = request.prologue().method().equals(Method.HEAD);
      if (events != null && head) {
        events.close();
      } else if (events != null) {
        PageReplies.send(response, events);
        return;
      }
      if (head) {
        response.contentLength(reply.body().length);
        response.send(NO_BODY);
      } else {
        response.send(reply.body());
      }
    } catch (CloseConnectionException gone) {
      throw gone;
    } catch (RuntimeException | Error failed) {
      throw new CloseConnectionException("sending an answer failed", failed);
    }
    if (close) {
      throw new CloseConnectionException("closed as announced");
    }
  }

  private static void answering(ConnectionContext context, boolean now) {
    if (context instanceof Connection connection) {
      connection.answering(now);
    }
  }

  private static Status status(int code) {
    return code == Status.OK_200.code() ? Status.OK_200 : Status.create(code);
  }

  private static Header contentHeader(HttpReply.Type type) {
    return Objects.requireNonNull(CONTENT_TYPES.get(type));
  }

  private static Map<HttpReply.Type, Header> contentTypes() {
    Map<HttpReply.Type, Header> headers = new EnumMap<>(HttpReply.Type.class);
    for (HttpReply.Type type : HttpReply.Type.values()) {
      headers.put(type, HeaderValues.createCached(HeaderNames.CONTENT_TYPE, type.contentType()));
    }
    return headers;
  }

  @Override
  public HttpSecurity security() {
    return NO_SECURITY;
  }

  @Override
  public void beforeStart() {
    // nothing to prepare
  }

  @Override
  public void afterStop() {
    // nothing to give back
  }
}
