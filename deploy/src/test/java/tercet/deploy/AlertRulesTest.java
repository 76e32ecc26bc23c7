package tercet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tercet.testing.testbed.server.Promtool;
import tercet.testing.testbed.server.Shell;

/** The rules for Prometheus, and the page that says what to do when one fires. */
@Tag("slow")
@Timeout(300)
final class AlertRulesTest {
  private static final Path ROOT = Path.of("..");
  private static final Path RULES = Places.COMPOSE.resolve("servers/alerts.yaml");
  private static final String PAGE = "docs/operate/alerts.md";
  private static final Pattern METRIC = Pattern.compile("tercet_[a-z_]+");
  private static final Pattern HEADING = Pattern.compile("(?m)^## (\\w+)$");
  private static final Pattern HISTOGRAM = Pattern.compile("_(count|bucket|sum)$");

  @TempDir private Path folder = Path.of("");

  /** The rules by their names. */
  private static Map<String, Map<?, ?>> rules() throws IOException {
    Map<?, ?> file = new Yaml().load(Files.readString(RULES));
    Map<String, Map<?, ?>> rules = new LinkedHashMap<>();
    for (Object group : list(file, "groups")) {
      for (Object rule : list((Map<?, ?>) group, "rules")) {
        rules.put(String.valueOf(((Map<?, ?>) rule).get("alert")), (Map<?, ?>) rule);
      }
    }
    return rules;
  }

  private static List<?> list(Map<?, ?> object, String field) {
    return object.get(field) instanceof List<?> list ? list : List.of();
  }

  private static Map<?, ?> map(Map<?, ?> object, String field) {
    return object.get(field) instanceof Map<?, ?> map ? map : Map.of();
  }

  @Test
  void eachAlertHasItsSectionAndEachSectionItsAlert() throws IOException {
    Set<String> sections =
        HEADING
            .matcher(Files.readString(ROOT.resolve(PAGE)))
            .results()
            .map(heading -> heading.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(sections, new TreeSet<>(rules().keySet()));
    rules()
        .forEach((name, rule) -> {
          String severity = String.valueOf(map(rule, "labels").get("severity"));
          assertTrue(Set.of("page", "ticket").contains(severity), name);
          Object runbook = map(rule, "annotations").get("runbook");
          assertEquals(PAGE + "#" + name.toLowerCase(Locale.ROOT), runbook);
        });
  }

  /** MetricsReferenceTest compares that page with the program. */
  @Test
  void eachMetricOfARuleIsOneOfTheProgram() throws IOException {
    String reference = Files.readString(ROOT.resolve("docs/reference/metrics.md"));
    Set<String> unknown = new TreeSet<>();
    rules()
        .forEach((name, rule) ->
            METRIC
                .matcher(String.valueOf(rule.get("expr")))
                .results()
                .map(metric -> HISTOGRAM.matcher(metric.group()).replaceFirst(""))
                .filter(metric -> !reference.contains("`" + metric + "`"))
                .forEach(unknown::add));
    assertEquals(Set.of(), unknown);
  }

  @Test
  void faultsRaiseTheirAlertsAndAHealthyShopNone() throws IOException {
    Files.copy(RULES, folder.resolve("alerts.yaml"));
    Path tests = folder.resolve("alerts-test.yaml");
    Files.copy(Path.of("src/test/resources/alerts-test.yaml"), tests);
    Shell.Result checked = Promtool.run(System.out::println, "check", "rules", RULES.toString());
    assertEquals(0, checked.status(), checked::output);
    Shell.Result tested = Promtool.run(System.out::println, "test", "rules", tests.toString());
    assertEquals(0, tested.status(), tested::output);
  }
}
