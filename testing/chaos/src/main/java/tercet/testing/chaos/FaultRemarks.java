package tercet.testing.chaos;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Tells the nodes of a cluster of each fault, so that their consoles show it. Waits for no answer:
 * a node that is dead hears nothing, and the others tell it.
 */
final class FaultRemarks implements Consumer<String>, AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final List<URI> nodes;

  /**
   * @param nodes their administrative ports
   */
  FaultRemarks(List<URI> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  @Override
  public void accept(String fault) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    for (URI node : nodes) {
      HttpRequest remark =
          HttpRequest.newBuilder(node.resolve("/remarks?at=" + now))
              .timeout(TIMEOUT)
              .header("Tercet-Operator", "chaos")
              .header(
                  "Tercet-Reason",
                  URLEncoder.encode(fault, StandardCharsets.UTF_8).replace("+", "%20"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      CompletableFuture<HttpResponse<Void>> _ =
          http.sendAsync(remark, HttpResponse.BodyHandlers.discarding());
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
