package tercet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tercet.testing.testbed.cluster.Blueprint;

/** Compose files fit together: checked without Docker, and proof that the check can fail. */
final class ComposeStructureTest {
  private static final Pattern LOCATION =
      Pattern.compile("location ([=~@/][^{]*?) \\{((?:[^{}]|\\{[^{}]*\\})*)\\}");
  private static final Pattern METRIC = Pattern.compile("\\btercet_[a-z_]+");

  @ParameterizedTest
  @MethodSource("tercet.deploy.Catalog#names")
  void nothingIsWrongWithAComposeFile(String name) {
    ComposeStructure file = ComposeStructure.read(Places.COMPOSE.resolve(name + ".yaml"));
    assertEquals(List.of(), file.errors());
    assertEquals(nodes(Catalog.named(name)), nodes(file));
  }

  private static Set<String> nodes(Blueprint blueprint) {
    Set<String> names = new TreeSet<>();
    for (Blueprint.Group group : blueprint.groups()) {
      for (int number = 1; number <= group.count(); number++) {
        names.add(group.name() + "-" + number);
      }
    }
    return names;
  }

  private static Set<String> nodes(ComposeStructure file) {
    return file.services().entrySet().stream()
        .filter(
            service -> String.valueOf(service.getValue().get("environment")).contains("TERCET_"))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void mistakesAreFound() {
    Path file = Places.COMPOSE.resolve("rocksdb-3.yaml");
    String text = Places.read(file);
    Path folder = file.resolveSibling("");
    assertEquals(List.of(), ComposeStructure.of(text, folder).errors());
    for (String[] change :
        new String[][] {
          {"servers/secrets.yaml", "servers/nothing.yaml"},
          {"      secrets: {condition", "      database: {condition"},
          {"./cluster/rocksdb-3.properties", "./cluster/rocksdb-4.properties"},
          {"      - order-1:/data", "      - order-7:/data"},
          {"      TERCET_CLUSTER_SECRET_FILE:", "      TERCET_CLUSTER_SECRET:"},
          {"    ports: [\"127", "    ports: [\"7400:7400\", \"127"},
          {"    ports: [\"127.0.0.1:", "    ports: [\""},
          {"    environment:", "    restart: \"no\"\n    environment:"},
          {"    environment:", "    healthcheck: {}\n    environment:"},
          {"    environment:", "    deploy: {}\n    environment:"},
        }) {
      assertTrue(text.contains(change[0]), change[0]);
      String changed = text.replace(change[0], change[1]);
      assertFalse(ComposeStructure.of(changed, folder).errors().isEmpty(), change[1]);
    }
  }

  /** A fill of a large shop takes minutes, and everything else is answered by its deadline. */
  @Test
  void proxyTreatsRequestsAsThePageOnProxiesSays() {
    Map<String, String> settings =
        locations(Places.read(Places.COMPOSE.resolve("servers/nginx.conf")));
    Map<String, String> page = locations(Places.read(Path.of("../docs/operate/proxy.md")));
    page.remove("= /proxy-lives"); // for keepalived
    assertEquals(page, settings);
    String fills = settings.get("~ ^/(orders|stock|payment)/batch_init/");
    assertTrue(fills != null && fills.contains("proxy_read_timeout 10m"), settings::toString);
  }

  /** The settings of each location, without comments and the way to the gateways. */
  private static Map<String, String> locations(String text) {
    return LOCATION
        .matcher(text)
        .results()
        .collect(
            Collectors.toMap(
                found -> found.group(1),
                found ->
                    found
                        .group(2)
                        .replaceAll("#.*|proxy_pass \\S+;", "")
                        .replaceAll("\\s+", " ")
                        .strip()));
  }

  @Test
  void dashboardShowsMetricsThatThereAre() {
    String known = Places.read(Path.of("../docs/reference/metrics.md"));
    String dashboard = Places.read(Places.COMPOSE.resolve("servers/grafana/tercet.json"));
    List<String> unknown =
        METRIC
            .matcher(dashboard)
            .results()
            .map(found -> found.group().replaceFirst("_(count|bucket|sum)$", ""))
            .filter(metric -> !known.contains(metric))
            .distinct()
            .toList();
    assertEquals(List.of(), unknown);
  }
}
