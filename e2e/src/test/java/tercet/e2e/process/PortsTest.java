package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each port of a node serves what it is for, and nothing of the others. */
@Timeout(60)
final class PortsTest {
  private static final String SECRET = "Bearer a-secret-of-tests-only";

  @TempDir private Path folder = Path.of("");

  @Test
  void noPortServesWhatIsAnothersEvenToWhoeverKnowsTheSecret() throws Exception {
    Map<String, String> roles = Map.of("all", "gateway, order, stock, payment");
    try (ShopNodes nodes = ShopNodes.start(folder, roles, "own");
        HttpClient http = HttpClient.newHttpClient()) {
      URI contract = nodes.uri("all");
      URI admin = nodes.adminUri("all");
      URI node = URI.create("http://" + address());
      for (String path : new String[] {"/envelopes", "/tercet.v1.Envelopes/Send", "/internal"}) {
        assertEquals(404, post(http, contract.resolve(path), SECRET), path);
        assertEquals(404, post(http, admin.resolve(path), SECRET), path);
      }
      assertEquals(404, post(http, contract.resolve("/metrics"), SECRET));
      for (String path : new String[] {"/payment/create_user", "/stock/batch_init/1/1/1"}) {
        assertEquals(404, post(http, admin.resolve(path), SECRET), path);
        assertEquals(404, post(http, node.resolve(path), SECRET), path);
      }
      assertEquals(404, post(http, node.resolve("/metrics"), SECRET));
      assertEquals(401, post(http, node.resolve("/envelopes"), "Bearer another-secret"));
      assertEquals(401, post(http, node.resolve("/envelopes"), "none"));
    }
  }

  private String address() throws IOException {
    Properties cluster = new Properties();
    try (Reader file = Files.newBufferedReader(folder.resolve("cluster.properties"))) {
      cluster.load(file);
    }
    return cluster.getProperty("node.all.address");
  }

  private static int post(HttpClient http, URI uri, String authorization) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", authorization)
            .POST(HttpRequest.BodyPublishers.ofString(".."))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
