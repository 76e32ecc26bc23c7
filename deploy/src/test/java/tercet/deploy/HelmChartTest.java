package tercet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tercet.testing.testbed.cluster.Blueprint;

/** The chart makes objects that Kubernetes accepts, for every file of values. */
final class HelmChartTest {
  private static final List<String> OVERLAYS = List.of("", "minikube", "managed");

  @Test
  void linterHasNothingToSay() {
    assertEquals(List.of(), HelmChart.lint());
  }

  @Test
  void everyFileOfValuesIsKnown() {
    List<String> wanted = new ArrayList<>(List.of("managed", "minikube"));
    Catalog.names().forEach(wanted::add);
    assertEquals(
        wanted.stream().map(name -> name + ".yaml").sorted().toList(),
        Places.names(Places.VALUES, ".yaml"));
  }

  @ParameterizedTest
  @MethodSource("tercet.deploy.Catalog#names")
  void kubernetesAcceptsAllObjects(String name) {
    for (String overlay : OVERLAYS) {
      if (overlay.equals("managed") && !Catalog.named(name).storage().isShared()) {
        continue;
      }
      List<String> errors =
          HelmChart.objects(HelmChart.render(Map.of(), files(name, overlay))).stream()
              .flatMap(object -> KubernetesSchema.errors(object).stream())
              .toList();
      assertEquals(List.of(), errors, overlay);
    }
  }

  private static String[] files(String name, String overlay) {
    return overlay.isEmpty() ? new String[] {name} : new String[] {name, overlay};
  }

  @ParameterizedTest
  @MethodSource("tercet.deploy.Catalog#names")
  void chartHasTheNodesOfTheBlueprint(String name) {
    Blueprint blueprint = Catalog.named(name);
    List<Map<?, ?>> objects = HelmChart.objects(HelmChart.render(Map.of(), name));
    List<String> wanted =
        blueprint.groups().stream()
            .map(group -> "%s-%s %d".formatted(HelmChart.RELEASE, group.name(), group.count()))
            .toList();
    List<String> found =
        ofKind(objects, "StatefulSet").stream()
            .map(set ->
                Fields.at(set, "metadata", "name") + " " + Fields.at(set, "spec", "replicas"))
            .toList();
    assertEquals(wanted, found);
    String file =
        String.valueOf(
            Fields.at(ofKind(objects, "ConfigMap").getFirst(), "data", "cluster.properties"));
    assertEquals(
        ClusterFileText.of(
            blueprint,
            (group, number) ->
                "%1$s-%2$s-%3$d.%1$s-nodes.%4$s.svc.cluster.local"
                    .formatted(HelmChart.RELEASE, group, number - 1, HelmChart.NAMESPACE)),
        renumbered(file, blueprint));
  }

  /** Names without the release, counted from 1 as in a blueprint. */
  private static String renumbered(String file, Blueprint blueprint) {
    String text = file;
    for (Blueprint.Group group : blueprint.groups()) {
      for (int number = group.count(); number >= 1; number--) {
        text =
            text.replace(
                "node.%s-%s-%d.".formatted(HelmChart.RELEASE, group.name(), number - 1) + "roles",
                "node.%s-%d.roles".formatted(group.name(), number));
        text =
            text.replace(
                "node.%s-%s-%d.".formatted(HelmChart.RELEASE, group.name(), number - 1) + "address",
                "node.%s-%d.address".formatted(group.name(), number));
      }
    }
    return text.stripTrailing() + "\n";
  }

  @Test
  void kubernetesAcceptsTheServersForATrial() {
    Path folder = Places.MANIFESTS.resolve("servers");
    for (String file : Places.names(folder, ".yaml")) {
      assertEquals(
          List.of(),
          HelmChart.objects(Places.read(folder.resolve(file))).stream()
              .flatMap(object -> KubernetesSchema.errors(object).stream())
              .toList(),
          file);
    }
  }

  @Test
  void onlyNodesReachTheNodePort() {
    Map<?, ?> policy =
        ofKind(HelmChart.objects(HelmChart.render(Map.of(), "rocksdb-3")), "NetworkPolicy")
            .getFirst();
    List<?> rules = (List<?>) Fields.at(policy, "spec", "ingress");
    List<?> open =
        rules.stream()
            .filter(rule -> String.valueOf(Fields.at(rule, "ports")).contains("7400"))
            .toList();
    assertEquals(1, open.size());
    String from = String.valueOf(Fields.at(open.getFirst(), "from"));
    assertTrue(from.contains("tercet/node=true") && from.contains("instance=shop"), from);
  }

  @Test
  void aStoreThatNodesShareNeedsNoVolume() {
    for (String name : List.of("rocksdb-3", "postgres")) {
      boolean isShared = Catalog.named(name).storage().isShared();
      for (Map<?, ?> set :
          ofKind(HelmChart.objects(HelmChart.render(Map.of(), name)), "StatefulSet")) {
        Object claims = ((Map<?, ?>) Fields.at(set, "spec")).get("volumeClaimTemplates");
        assertEquals(isShared, claims == null, name);
      }
    }
  }

  @Test
  void autoscalingListsAllNodesThatMayCome() {
    List<Map<?, ?>> objects = HelmChart.objects(HelmChart.render(Map.of(), "postgres", "managed"));
    assertEquals(4, ofKind(objects, "HorizontalPodAutoscaler").size());
    String file = String.valueOf(Fields.at(ofKind(objects, "ConfigMap").getFirst(), "data"));
    assertTrue(file.contains("shop-stock-3.address") && !file.contains("shop-stock-4"), file);
    Exception refused =
        assertThrows(
            RuntimeException.class, () -> HelmChart.render(Map.of(), "rocksdb-3", "managed"));
    assertTrue(String.valueOf(refused.getMessage()).contains("autoscaling needs a store"));
  }

  @Test
  void schemaOfValuesRefusesMistakes() {
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("protocol", "3pc"),
            Map.of("store.name", "mysql"),
            Map.of("replicas", 3),
            Map.of("shards", 0))) {
      assertThrows(
          RuntimeException.class, () -> HelmChart.render(wrong, "rocksdb-3"), wrong::toString);
    }
    assertThrows(
        RuntimeException.class,
        () -> HelmChart.render(Map.of("transport.name", "kafka", "transport.brokerUrl", "")),
        "a broker without an address");
    Exception open =
        assertThrows(
            RuntimeException.class,
            () -> HelmChart.render(Map.of("access.withoutTokens", false), "rocksdb-3"));
    assertTrue(String.valueOf(open.getMessage()).contains("access.tokens=true"));
  }

  @Test
  void shopWithTokensIsToldWhereTheyAreAndHasNoLoadTest() {
    String manifest =
        HelmChart.render(Map.of("access.tokens", true, "access.withoutTokens", false), "rocksdb-3");
    assertTrue(manifest.contains("value: \"/secrets/tokens\""));
    assertFalse(manifest.contains("TERCET_WITHOUT_TOKENS"));
    assertFalse(manifest.contains("load-test"));
  }

  @Test
  void loadTestOfAShopWithTokensHasOneOfItsOwn() {
    Map<String, Object> changes =
        Map.of("access.tokens", true, "access.withoutTokens", false, "loadTest.tokenKey", "buyer");
    List<Map<?, ?>> objects = HelmChart.objects(HelmChart.render(changes, "rocksdb-3"));
    Map<?, ?> job = ofKind(objects, "Job").getFirst();
    assertEquals(List.of(), KubernetesSchema.errors(job));
    assertTrue(job.toString().contains("name=TERCET_TOKEN"), job::toString);
    assertTrue(job.toString().contains("key=buyer"), job::toString);
  }

  @Test
  void certificatesAreMountedAndProbesSpeakTls() {
    Map<String, Object> changes =
        Map.of("tls.portsSecret", "public", "tls.nodesSecret", "inner", "log.format", "json");
    String manifest = HelmChart.render(changes, "rocksdb-3");
    List<Map<?, ?>> objects = HelmChart.objects(manifest);
    assertEquals(
        List.of(),
        objects.stream().flatMap(object -> KubernetesSchema.errors(object).stream()).toList());
    List<Map<?, ?>> sets = ofKind(objects, "StatefulSet");
    assertEquals(3, sets.size());
    for (Map<?, ?> set : sets) {
      String text = set.toString();
      assertEquals(3, text.split("scheme=HTTPS", -1).length - 1, text);
      assertTrue(text.contains("TERCET_NODE_TLS_CA_FILE, value=/tls/nodes/ca.crt"), text);
      assertTrue(text.contains("TERCET_TLS_KEY_FILE, value=/tls/ports/tls.key"), text);
      assertTrue(text.contains("TERCET_LOG_FORMAT, value=json"), text);
      assertTrue(text.contains("secretName=inner, defaultMode=288"), text);
      assertFalse(text.contains("CLUSTER_SECRET_FILE"), text);
    }
    String job = ofKind(objects, "Job").getFirst().toString();
    assertTrue(job.contains("--url=https://shop.tercet") && job.contains("--ca-file="), job);
    assertTrue(
        ofKind(objects, "Ingress").toString().contains("backend-protocol=HTTPS"), "the ingress");
    Map<String, Object> broker =
        Map.of("tls.nodesSecret", "inner", "transport.name", "kafka", "transport.brokerUrl", "k");
    Exception refused =
        assertThrows(RuntimeException.class, () -> HelmChart.render(broker, "rocksdb-3"));
    assertTrue(String.valueOf(refused.getMessage()).contains("tls.nodesSecret"));
  }

  @Test
  void notesNameTheAddressThatIsServed() {
    String address = "://shop.tercet.svc.cluster.local:80\n";
    String plain = HelmChart.notes(Map.of(), "rocksdb-3");
    assertTrue(plain.contains(" http" + address), plain);
    String encrypted = HelmChart.notes(Map.of("tls.portsSecret", "public"), "rocksdb-3");
    assertTrue(encrypted.contains(" https" + address), encrypted);
  }

  @Test
  void nameAtTheIngressIsServed() {
    String manifest = HelmChart.render(Map.of("ingress.host", "shop.example"), "rocksdb-3");
    assertTrue(
        manifest.contains("value: \"shop.example,shop.tercet.svc.cluster.local\""), manifest);
  }

  @Test
  void schemaOfKubernetesRefusesMistakes() {
    String manifest = HelmChart.render(Map.of(), "rocksdb-3");
    for (String[] change :
        new String[][] {
          {"readinessProbe:", "readynessProbe:"},
          {"apiVersion: policy/v1", "apiVersion: policy/v9"},
          {"containerPort: 8000", "containerPort: \"8000\""},
          {"serviceName: shop-nodes", "x: y"},
          {"readOnlyRootFilesystem: true", "readOnlyRootFilesystem: 1"},
          {"  selector:\n    matchLabels:", "  selektor:\n    matchLabels:"},
        }) {
      assertTrue(manifest.contains(change[0]), change[0]);
      List<String> errors =
          HelmChart.objects(manifest.replace(change[0], change[1])).stream()
              .flatMap(object -> KubernetesSchema.errors(object).stream())
              .toList();
      assertFalse(errors.isEmpty(), change[0]);
    }
  }

  private static List<Map<?, ?>> ofKind(List<Map<?, ?>> objects, String kind) {
    List<Map<?, ?>> found = new ArrayList<>();
    for (Map<?, ?> object : objects) {
      if (kind.equals(object.get("kind"))) {
        found.add(object);
      }
    }
    return found;
  }
}
