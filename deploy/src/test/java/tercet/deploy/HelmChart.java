package tercet.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tercet.testing.testbed.server.Folders;

/** The chart of this module, rendered by Helm itself. */
final class HelmChart {
  /** The release and the namespace of the plain manifests. */
  static final String RELEASE = "shop";

  static final String NAMESPACE = "tercet";

  /** For the manifests of a person who has no Helm: the secret is theirs, and no test is in it. */
  private static final Map<String, Object> PLAIN =
      Map.of(
          "createNamespace", true,
          "secret.existing", RELEASE,
          "loadTest.enabled", false);

  /** Helm's template leaves hooks out, and they are to be checked, too. */
  private static final Path WITHOUT_HOOKS = copyWithoutHooks();

  private HelmChart() {}

  private static Path copyWithoutHooks() {
    Path copy = Folders.temporary("chart");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(copy)));
    try (Stream<Path> files = Files.walk(Places.CHART)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Places.write(copy.resolve(Places.CHART.relativize(file)), Places.read(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path job = copy.resolve("templates/load-test.yaml");
    Places.write(job, Places.read(job).replace("helm.sh/hook", "not-a/hook"));
    return copy;
  }

  /** The objects of a release as one text. */
  static String render(Map<String, Object> settings, String... values) {
    TemplateCommand command =
        new Helm(WITHOUT_HOOKS).template().withName(RELEASE).withNamespace(NAMESPACE);
    for (String name : values) {
      command = command.withValuesFile(Places.VALUES.resolve(name + ".yaml"));
    }
    for (Map.Entry<String, Object> one : settings.entrySet()) {
      command = command.set(one.getKey(), one.getValue());
    }
    return command.call();
  }

  /** The words of Helm after an installation. */
  static String notes(Map<String, Object> settings, String values) {
    InstallCommand command =
        new Helm(Places.CHART)
            .install()
            .clientOnly()
            .dryRun()
            .withName(RELEASE)
            .withNamespace(NAMESPACE)
            .withValuesFile(Places.VALUES.resolve(values + ".yaml"));
    for (Map.Entry<String, Object> one : settings.entrySet()) {
      command = command.set(one.getKey(), one.getValue());
    }
    String output = command.call().getOutput();
    return output.substring(output.indexOf("\nNOTES:"));
  }

  /** The manifest for {@code kubectl apply}. */
  static String manifest(String blueprint) {
    return """
    # The cluster %s, rendered from the Helm chart (DeploymentFilesTest): change that.
    # docs/operate/kubernetes.md says how to make its secret first.
    """
            .formatted(blueprint)
        + render(PLAIN, blueprint).replaceAll("(?m)^# Source: .*\n", "").strip()
        + "\n";
  }

  /** The complaints of Helm's linter; empty if there are none. */
  static List<String> lint() {
    LintResult result = new Helm(Places.CHART).lint().strict().call();
    return result.isFailed() ? result.getMessages() : List.of();
  }

  /** The objects of a manifest. */
  static List<Map<?, ?>> objects(String manifest) {
    List<Map<?, ?>> objects = new ArrayList<>();
    for (Object one : new Yaml().loadAll(manifest)) {
      if (one instanceof Map<?, ?> object) {
        objects.add(object);
      }
    }
    return objects;
  }

  static Path manifestFile(String blueprint) {
    return Places.MANIFESTS.resolve(blueprint + ".yaml");
  }
}
