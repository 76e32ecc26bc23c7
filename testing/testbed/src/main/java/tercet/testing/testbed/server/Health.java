package tercet.testing.testbed.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a node of Tercet by HTTP whether it is ready and misses nothing. */
public final class Health {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Health() {}

  /**
   * Whether the node is ready and misses no other node. One that serves without another is ready,
   * too, but not well.
   *
   * @param within after which a server that does not answer is not well
   */
  public static boolean isWell(URI uri, Duration within) {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(within).build();
      HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 && answer.body().contains("\"up\"");
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
