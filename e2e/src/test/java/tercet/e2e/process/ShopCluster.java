package tercet.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.server.NodeMetrics;

/** A cluster of the program that was built last. */
final class ShopCluster {
  private ShopCluster() {}

  static LocalCluster start(Blueprint blueprint) {
    return LocalCluster.start(blueprint, ShopProcess.nodeCommand(), ShopCluster::say);
  }

  /**
   * The value of a metric of a process.
   *
   * @param admin where it has its metrics
   * @param name with its labels, if it has any
   */
  static double metric(URI admin, String name) {
    try {
      return NodeMetrics.value(admin, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a process shows a metric, which some do only when there is something to count. */
  static boolean shows(URI admin, String name) {
    try {
      return NodeMetrics.value(admin, name) > 0;
    } catch (IOException | IllegalArgumentException notYet) {
      return false;
    }
  }

  /** The answer of a process to a load balancer. */
  static HttpResponse<String> health(URI admin) {
    return ask(HttpRequest.newBuilder(admin.resolve("/health/ready")).build());
  }

  /** The remarks that a process has heard, as it tells them. */
  static String remarks(URI admin) {
    return ask(HttpRequest.newBuilder(admin.resolve("/remarks")).build()).body();
  }

  /** Remarks something to a process. */
  static void remark(URI admin, String text) {
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    ask(
        HttpRequest.newBuilder(admin.resolve("/remarks"))
            .header("Tercet-Operator", "ada")
            .header("Tercet-Reason", encoded)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private static HttpResponse<String> ask(HttpRequest request) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static void say(String progress) {
    System.out.println(progress);
  }
}
