package tercet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tercet.testing.testbed.cluster.Blueprint;

/**
 * The files of each blueprint are those that follow from it. Write them anew with {@code
 * -Ddeploy.rewrite=true}, and read the difference.
 */
final class DeploymentFilesTest {
  @ParameterizedTest
  @MethodSource("tercet.deploy.Catalog#names")
  void filesOfABlueprintFollowFromIt(String name) {
    Map<Path, String> files = new TreeMap<>();
    Blueprint blueprint = Catalog.named(name);
    files.put(Places.COMPOSE.resolve(name + ".yaml"), ComposeFile.of(blueprint));
    files.put(
        Places.COMPOSE.resolve("cluster").resolve(name + ".properties"),
        ClusterFileText.of(blueprint, (group, number) -> group + "-" + number));
    if (Catalog.hasRedisPerService(blueprint)) {
      String kind = ComposeFile.redisFile(blueprint.storage()) + ".yaml";
      Path servers = Places.COMPOSE.resolve("servers");
      for (String service : Catalog.SERVICES) {
        String forAll = Places.read(servers.resolve(kind));
        files.put(servers.resolve(service + "-" + kind), ComposeFile.redisOf(service, forAll));
      }
    }
    files.put(Places.VALUES.resolve(name + ".yaml"), HelmValues.of(blueprint));
    files.forEach(DeploymentFilesTest::check);
    // Rendered from the values, which are right by now.
    check(HelmChart.manifestFile(name), HelmChart.manifest(name));
  }

  @Test
  void noFileIsLeftOfABlueprintThatIsGone() {
    assertEquals(
        Catalog.names().map(name -> name + ".yaml").sorted().toList(),
        Places.names(Places.COMPOSE, ".yaml"));
    assertEquals(
        Catalog.names().map(name -> name + ".properties").sorted().toList(),
        Places.names(Places.COMPOSE.resolve("cluster"), ".properties"));
    assertEquals(
        Catalog.names().map(name -> name + ".yaml").sorted().toList(),
        Places.names(Places.MANIFESTS, ".yaml"));
  }

  private static void check(Path file, String wanted) {
    if (Boolean.getBoolean("deploy.rewrite")) {
      Places.write(file, wanted);
    }
    String found = Files.exists(file) ? Places.read(file) : "";
    assertEquals(
        wanted, found, file + " does not follow from its blueprint: use -Ddeploy.rewrite=true");
  }
}
