package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;
import tercet.testing.testbed.cluster.LocalCluster;

/** Each port of a node serves its own requests, and none of the other ports'. */
@Tag("slow")
@Timeout(60)
final class PortsTest {
  @Test
  void noPortServesWhatIsAnothersEvenToWhoeverKnowsTheSecret() throws Exception {
    Blueprint all = Blueprints.ROCKSDB_3.asOneProcess().withTransport("http");
    try (LocalCluster cluster = ShopCluster.start(all);
        HttpClient http = HttpClient.newHttpClient()) {
      URI contract = cluster.address();
      URI admin = cluster.admin("shop-1");
      URI node = cluster.nodePort("shop-1");
      String known = "Bearer " + cluster.secret();
      for (String path : new String[] {"/envelopes", "/tercet.v1.Envelopes/Send", "/internal"}) {
        assertEquals(404, post(http, contract.resolve(path), known), path);
        assertEquals(404, post(http, admin.resolve(path), known), path);
      }
      assertEquals(404, post(http, contract.resolve("/metrics"), known));
      for (String path : new String[] {"/payment/create_user", "/stock/batch_init/1/1/1"}) {
        assertEquals(404, post(http, admin.resolve(path), known), path);
        assertEquals(404, post(http, node.resolve(path), known), path);
      }
      assertEquals(404, post(http, node.resolve("/metrics"), known));
      assertEquals(401, post(http, node.resolve("/envelopes"), "Bearer another-secret"));
      assertEquals(401, post(http, node.resolve("/envelopes"), "none"));
    }
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
