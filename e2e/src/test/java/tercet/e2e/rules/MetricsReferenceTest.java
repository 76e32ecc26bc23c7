package tercet.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/metrics.md} has every metric that the sources name, and no other. */
final class MetricsReferenceTest {
  private static final Path ROOT = Path.of("..");
  private static final Path REFERENCE = ROOT.resolve("docs/reference/metrics.md");

  /** A metric in the sources: how it is counted, and its name. */
  private static final Pattern IN_SOURCE =
      Pattern.compile(
          "(?:(counter|gauge|new"
              + " EngineMetric)\\(|Kind\\.(COUNTER|GAUGE),|(Counter|Timer)\\.builder\\()"
              + "\\s*\"([a-z.]*[a-z])\"(,\\s*(?:EngineMetric\\.)?Kind\\.COUNTER)?");

  private static final Pattern ON_PAGE = Pattern.compile("`(tercet_[a-z_]+)`");

  @Test
  void pageHasEveryMetricAndNoOther() throws IOException {
    Set<String> metrics = metrics();
    assertTrue(metrics.size() > 40, metrics::toString);
    assertEquals(metrics, onPage(Files.readString(REFERENCE)));
  }

  @Test
  void metricsOfEachKindAreFoundInTheSources() {
    String source =
        """
        gauge("a", "A meaning.", value);
        new EngineMetric("b.c", EngineMetric.Kind.COUNTER, "A meaning.", value);
        new Shown(Kind.COUNTER, "d", "A meaning.", value);
        Timer.builder("tercet.e").register(registry);
        """;
    Set<String> found = new TreeSet<>();
    collect(source, "x.", found);
    assertEquals(
        Set.of("tercet_x_a", "tercet_x_b_c_total", "tercet_x_d_total", "tercet_e_seconds"), found);
  }

  private static Set<String> metrics() throws IOException {
    Set<String> all = new TreeSet<>();
    String engine = read("server/src/main/java/tercet/server/metrics/EngineMetrics.java");
    collect(engine, "", all);
    String transport = read("server/src/main/java/tercet/server/metrics/TransportMetrics.java");
    int peers = transport.indexOf("EngineMetric> peer(");
    int broker = transport.indexOf("(BrokerTransport transport)");
    collect(transport.substring(0, peers), "", all);
    collect(transport.substring(peers, broker), "peer.", all);
    collect(transport.substring(broker), "broker.", all);
    collect(read("server/src/main/java/tercet/server/wiring/RabbitMetrics.java"), "broker.", all);
    collect(read("server/src/main/java/tercet/server/metrics/StoreMetrics.java"), "store.", all);
    for (String source : Set.of("Gateway", "Meters", "RequestMetrics")) {
      collect(read("gateway/src/main/java/tercet/gateway/" + source + ".java"), "", all);
    }
    return all;
  }

  private static String read(String source) throws IOException {
    return Files.readString(ROOT.resolve(source));
  }

  /** As Micrometer writes names for Prometheus. */
  private static void collect(String source, String prefix, Set<String> found) {
    for (MatchResult metric : IN_SOURCE.matcher(source).results().toList()) {
      String name = metric.group(4).replaceFirst("^tercet\\.", "");
      String builder = String.valueOf(metric.group(3));
      boolean counts =
          "counter".equals(metric.group(1))
              || "COUNTER".equals(metric.group(2))
              || builder.equals("Counter")
              || metric.group(5) != null;
      String ending = builder.equals("Timer") ? "_seconds" : counts ? "_total" : "";
      String scope = metric.group(3) == null ? prefix : "";
      found.add("tercet_" + (scope + name).replace('.', '_') + ending);
    }
  }

  private static Set<String> onPage(String page) {
    Set<String> all = new TreeSet<>();
    ON_PAGE.matcher(page).results().map(name -> name.group(1)).forEach(all::add);
    return all;
  }
}
