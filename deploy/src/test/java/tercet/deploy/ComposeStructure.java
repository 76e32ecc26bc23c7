package tercet.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;

/**
 * A compose file with the files that it includes, and what is wrong with it as far as that can be
 * seen without Docker.
 */
final class ComposeStructure {
  /** Services that end by themselves. */
  private static final Set<String> ONE_SHOT = Set.of("secrets");

  private final Map<String, Map<?, ?>> services = new LinkedHashMap<>();
  private final Set<Object> volumes = new HashSet<>();
  private final List<String> errors = new ArrayList<>();

  private ComposeStructure() {}

  /** Reads a file of the folder of compose files. */
  static ComposeStructure read(Path file) {
    return of(Places.read(file), file.resolveSibling(""));
  }

  /**
   * Reads the text of a file.
   *
   * @param folder where it would be
   */
  static ComposeStructure of(String text, Path folder) {
    ComposeStructure structure = new ComposeStructure();
    structure.add(text, folder);
    structure.services.forEach(structure::check);
    structure.checkPorts();
    return structure;
  }

  /** Each as a sentence; empty if nothing is wrong. */
  List<String> errors() {
    return errors;
  }

  /** Its services by name. */
  Map<String, Map<?, ?>> services() {
    return services;
  }

  private void add(String text, Path folder) {
    Map<?, ?> file = new Yaml().load(text);
    for (Object included : Fields.list(file.get("include"))) {
      Path other = folder.resolve(String.valueOf(included));
      if (!Files.exists(other)) {
        errors.add("there is no file " + included);
        continue;
      }
      add(Places.read(other), other.resolveSibling(""));
    }
    volumes.addAll(Fields.map(file.get("volumes")).keySet());
    Fields.map(file.get("services"))
        .forEach((name, service) -> {
          Map<?, ?> whole = extended(Fields.map(service), folder);
          services.put(String.valueOf(name), whole);
          checkMounts(String.valueOf(name), whole, folder);
        });
  }

  /** With what it takes from the service that it extends; its own fields win. */
  private static Map<?, ?> extended(Map<?, ?> service, Path folder) {
    Map<?, ?> from = Fields.map(service.get("extends"));
    if (from.isEmpty()) {
      return service;
    }
    Path file = folder.resolve(String.valueOf(from.get("file")));
    Map<?, ?> others = Fields.map(new Yaml().<Map<?, ?>>load(Places.read(file)).get("services"));
    Map<?, ?> other = Fields.map(others.get(from.get("service")));
    Map<Object, Object> all = new LinkedHashMap<>(other);
    all.putAll(service);
    Map<Object, Object> environment = new LinkedHashMap<>(Fields.map(other.get("environment")));
    environment.putAll(Fields.map(service.get("environment")));
    all.put("environment", environment);
    return all;
  }

  private void check(String name, Map<?, ?> service) {
    if (!service.containsKey("image")) {
      errors.add(name + " has no image");
    }
    Fields.map(service.get("depends_on")).keySet().stream()
        .filter(other -> !services.containsKey(String.valueOf(other)))
        .forEach(other -> errors.add(name + " needs " + other + ", which is not there"));
    if (ONE_SHOT.contains(name)) {
      return;
    }
    if (!"unless-stopped".equals(service.get("restart"))) {
      errors.add(name + " is not started again when it ends");
    }
    Map<?, ?> limits =
        Fields.map(Fields.map(Fields.map(service.get("deploy")).get("resources")).get("limits"));
    if (!limits.containsKey("memory") || !limits.containsKey("cpus")) {
      errors.add(name + " has no limits");
    }
    boolean isWatched = Fields.list(service.get("profiles")).isEmpty();
    if (isWatched && Fields.map(service.get("healthcheck")).isEmpty()) {
      errors.add(name + " has no health check");
    }
    if (Fields.map(service.get("environment")).keySet().stream()
        .anyMatch(key -> String.valueOf(key).matches(".*(PASSWORD|SECRET)"))) {
      errors.add(name + " has a secret in its environment");
    }
  }

  private void checkMounts(String name, Map<?, ?> service, Path folder) {
    for (Object mount : Fields.list(service.get("volumes"))) {
      String source = String.valueOf(mount).split(":", 2)[0];
      if (source.startsWith(".")) {
        if (!Files.exists(folder.resolve(source))) {
          errors.add(name + " mounts " + source + ", which is not there");
        }
      } else if (!volumes.contains(source)) {
        errors.add(name + " mounts the volume " + source + ", which is not there");
      }
    }
  }

  /** All ports are of this machine only, and one service has that of the shop. */
  private void checkPorts() {
    List<String> open = new ArrayList<>();
    int shops = 0;
    for (Map.Entry<String, Map<?, ?>> service : services.entrySet()) {
      for (Object port : Fields.list(service.getValue().get("ports"))) {
        if (String.valueOf(port).equals("127.0.0.1:${TERCET_PORT:-8000}:8000")) {
          shops++;
        } else if (!String.valueOf(port).startsWith("127.0.0.1:")) {
          open.add(service.getKey() + " " + port);
        }
      }
    }
    if (shops != 1 || !open.isEmpty()) {
      errors.add("there are %d ports of the shop, and open ones are %s".formatted(shops, open));
    }
  }
}
