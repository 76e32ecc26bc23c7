package tercet.testing.testbed.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a server by HTTP whether it is ready. */
public final class Health {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Health() {}

  /**
   * Whether the answer is 200.
   *
   * @param within after which a server that does not answer is not well
   */
  public static boolean isWell(URI uri, Duration within) {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(within).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
