package tercet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.Shell;

/**
 * The chart on a real Kubernetes, by real Helm: contests through the Ingress, a pod that is deleted
 * under load, and a rolling restart of all nodes under load.
 *
 * <p>Needs {@code kubectl} and {@code helm} with a cluster that has the image and an ingress
 * controller, and {@code -Dtercet.kubernetes=rocksdb-3,postgres}, the values to install one after
 * the other. {@code -Dtercet.kubernetes.url} is the address of the Ingress.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "tercet.kubernetes", matches = ".+")
final class KubernetesTest {
  private static final String NAMESPACE = "tercet";
  private static final String RELEASE = "shop";
  private static final String URL =
      System.getProperty("tercet.kubernetes.url", "http://shop.local");
  private static final String IMAGE =
      System.getProperty("tercet.kubernetes.image", "tercet:latest");
  private static final String INSTALL_MAX = "10m";
  private static final int PER_SECOND = 20;
  private static final String LOAD = "120s";

  /** Eight pods are restarted one after the other. */
  private static final String LOAD_WHILE_ALL_RESTART = "400s";

  private static final Path TWO_GATEWAYS =
      Path.of("src/test/resources/kubernetes/two-gateways.yaml").toAbsolutePath();
  private static final Duration GONE_MAX = Duration.ofMinutes(3);

  /** The other nodes of a service take over what a restarting one served. */
  private static final Pattern ALL_BOUGHT = Pattern.compile("Answers by code: \\{200=\\d+\\}");

  /** Only a node with the volume can serve its shards: checkouts are refused at the deadline. */
  private static final Pattern ALL_CLEAR =
      Pattern.compile("Answers by code: \\{200=\\d+(, 400=\\d+)?\\}");

  @AfterEach
  void removeAll() {
    run("helm", "--namespace", NAMESPACE, "uninstall", RELEASE, "--wait");
    run("kubectl", "delete", "namespace", NAMESPACE, "--wait=false");
  }

  @Test
  void shopsAreExactThroughTheIngressADeletedPodAndARollingRestart(@TempDir Path folder)
      throws Exception {
    for (String name : String.valueOf(System.getProperty("tercet.kubernetes")).split(",", -1)) {
      Blueprint blueprint = Catalog.named(name);
      install(blueprint);
      succeed(ShopLoad.TERCET.toString(), "verify", "--url", URL);
      ShopLoad.during(
          folder.resolve(name + "-deleted"),
          URL,
          PER_SECOND,
          LOAD,
          () -> {
            kubectl("delete", "pod", "--wait=true", RELEASE + "-stock-0");
            awaitRollout();
          });
      String restarts =
          ShopLoad.during(
              folder.resolve(name + "-restarted"),
              URL,
              PER_SECOND,
              LOAD_WHILE_ALL_RESTART,
              KubernetesTest::restartAll);
      Pattern expected = blueprint.storage().isShared() ? ALL_BOUGHT : ALL_CLEAR;
      assertTrue(expected.matcher(restarts).find(), restarts);
      removeAll();
      Await.until(
          "the namespace is gone",
          GONE_MAX,
          () -> run("kubectl", "get", "namespace", NAMESPACE).status() != 0);
    }
  }

  private static void install(Blueprint blueprint) {
    succeed("kubectl", "create", "namespace", NAMESPACE);
    List<String> helm =
        new ArrayList<>(List.of("helm", "--namespace", NAMESPACE, "install", RELEASE));
    helm.add(Places.CHART.toString());
    helm.addAll(List.of("-f", Places.VALUES.resolve(blueprint.name() + ".yaml").toString()));
    helm.addAll(List.of("-f", Places.VALUES.resolve("minikube.yaml").toString()));
    String[] image = IMAGE.split(":", 2);
    helm.addAll(List.of("--set", "image.repository=" + image[0] + ",image.tag=" + image[1]));
    if (blueprint.storage() == Blueprint.Storage.ROCKSDB) {
      helm.addAll(List.of("-f", TWO_GATEWAYS.toString()));
    }
    if (blueprint.storage() == Blueprint.Storage.POSTGRES) {
      helm.addAll(List.of("--set", "secret.postgres=" + Long.toHexString(System.nanoTime())));
    }
    succeed(helm.toArray(String[]::new));
    if (blueprint.storage() == Blueprint.Storage.POSTGRES) {
      kubectl("apply", "-f", Places.MANIFESTS.resolve("servers/postgres.yaml").toString());
    }
    awaitRollout();
  }

  /** Until all pods of all groups are ready. */
  private static void awaitRollout() {
    for (String set : sets()) {
      kubectl("rollout", "status", set, "--timeout=" + INSTALL_MAX);
    }
  }

  private static void restartAll() {
    for (String set : sets()) {
      kubectl("rollout", "restart", set);
      kubectl("rollout", "status", set, "--timeout=" + INSTALL_MAX);
    }
  }

  private static List<String> sets() {
    return succeed(
            "kubectl",
            "--namespace",
            NAMESPACE,
            "get",
            "statefulset",
            "--output=name",
            "--selector=app.kubernetes.io/instance=" + RELEASE)
        .lines()
        .toList();
  }

  private static void kubectl(String... words) {
    List<String> command = new ArrayList<>(List.of("kubectl", "--namespace", NAMESPACE));
    command.addAll(Arrays.asList(words));
    succeed(command.toArray(String[]::new));
  }

  private static Shell.Result run(String... words) {
    return Shell.run(List.of(words));
  }

  private static String succeed(String... words) {
    Shell.Result result = run(words);
    assertEquals(0, result.status(), () -> String.join(" ", words) + "\n" + result.output());
    return result.output();
  }
}
