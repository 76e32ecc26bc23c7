package tercet.testing.testbed.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Reads the metrics of a process. */
public final class NodeMetrics {
  private NodeMetrics() {}

  /**
   * The present value of a metric.
   *
   * @param admin where the process has its metrics
   * @param name with its labels, if it has any
   * @throws IOException if the process does not answer
   * @throws IllegalArgumentException if it has no such metric
   */
  public static double value(URI admin, String name) throws IOException {
    try (InputStream text = admin.resolve("/metrics").toURL().openStream()) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no such metric: " + name));
    }
  }
}
