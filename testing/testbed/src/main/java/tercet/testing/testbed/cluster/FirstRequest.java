package tercet.testing.testbed.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Asks a shop as its clients do: members may call themselves ready too early. */
final class FirstRequest {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

  /** One for each service; there is no such record, which is an answer, too. */
  private static final List<String> PATHS =
      List.of("/orders/find/-", "/stock/find/-", "/payment/find_user/-");

  private static final int SERVER_ERROR = 500;

  private FirstRequest() {}

  /** Whether each service answers at the public address. */
  static boolean isAnswered(URI shop) {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (String path : PATHS) {
        HttpRequest request =
            HttpRequest.newBuilder(shop.resolve(path)).timeout(ANSWER_MAX).build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status >= SERVER_ERROR) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
