package tercet.gateway;

import io.helidon.http.ServerRequestHeaders;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import tercet.gateway.console.ConsoleFiles;
import tercet.gateway.console.Feed;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Problem;

/**
 * The console before an operator's endpoint: its files, and {@code GET /live/…}, which answers as
 * {@code GET /…} does, and again whenever that changes. Each time the token is looked at anew.
 */
final class LiveEndpoint implements Endpoint {
  /** Open pages of a node. Each has a connection, and the port has a hundred of them. */
  private static final int FEEDS_MAX = 32;

  private static final String LIVE = "/live/";

  private static final HttpReply TOO_MANY =
      HttpReply.problem(
          503,
          "Service Unavailable",
          "This node feeds as many open pages as it may. Close one, or ask another node.",
          "too_many_pages");

  private final Endpoint operator;
  private final ConsoleFiles files = new ConsoleFiles();
  private final Semaphore places = new Semaphore(FEEDS_MAX);

  LiveEndpoint(Endpoint operator) {
    this.operator = operator;
  }

  @Override
  public HttpReply answer(
      String method, String target, String query, ServerRequestHeaders headers) {
    HttpReply file = files.at(target);
    if (file != null) {
      return method.equals("GET") ? file : Problem.METHOD_NOT_ALLOWED.reply().allowing("GET, HEAD");
    }
    if (!target.startsWith(LIVE)) {
      return operator.answer(method, target, query, headers);
    }
    if (!method.equals("GET")) {
      return Problem.METHOD_NOT_ALLOWED.reply().allowing("GET, HEAD");
    }
    String asked = target.substring(LIVE.length() - 1);
    return live(() -> operator.answer("GET", asked, query, headers));
  }

  private HttpReply live(Supplier<HttpReply> question) {
    long start = System.nanoTime();
    HttpReply first = question.get();
    if (first.status() != 200 || first.type() != HttpReply.Type.JSON) {
      return first;
    }
    if (!places.tryAcquire()) {
      return TOO_MANY;
    }
    return HttpReply.ongoing(new Feed(question, first, System.nanoTime() - start, places::release));
  }
}
