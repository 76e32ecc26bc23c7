package tercet.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The objects that Kubernetes 1.36 accepts, by the definitions of its own OpenAPI. Stricter than
 * its server: a field that the definition does not have is an error.
 */
final class KubernetesSchema {
  private static final String RESOURCE = "kubernetes-1.36.json";

  private final Map<?, ?> kinds;
  private final Map<?, ?> definitions;
  private final List<String> errors = new ArrayList<>();

  private KubernetesSchema(Map<?, ?> document) {
    this.kinds = Fields.map(document.get("kinds"));
    this.definitions = Fields.map(document.get("definitions"));
  }

  /** The mistakes in an object, each as a sentence with the place; empty if there are none. */
  static List<String> errors(Map<?, ?> object) {
    KubernetesSchema schema = new KubernetesSchema(Definitions.ALL);
    String kind = object.get("apiVersion") + " " + object.get("kind");
    Object name = schema.kinds.get(kind);
    if (name == null) {
      return List.of(kind + " is no kind of this version");
    }
    schema.check(kind, object, Map.of("$ref", name));
    return schema.errors;
  }

  private static final class Definitions {
    static final Map<?, ?> ALL = read();

    private static Map<?, ?> read() {
      try (InputStream stream = KubernetesSchema.class.getResourceAsStream(RESOURCE)) {
        LoaderOptions options = new LoaderOptions();
        return Fields.map(new Yaml(new SafeConstructor(options)).load(stream)); // JSON is YAML, too
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void check(String place, @Nullable Object value, Map<?, ?> type) {
    if (type.get("$ref") instanceof String name) {
      if (name.endsWith(".IntOrString") || name.endsWith(".Quantity")) {
        require(place, value instanceof String || value instanceof Number, "a number or a text");
        return;
      }
      check(place, value, Fields.map(definitions.get(name)));
      return;
    }
    switch (String.valueOf(type.get("type"))) {
      case "string" -> require(place, value instanceof String, "a text");
      case "boolean" -> require(place, value instanceof Boolean, "true or false");
      case "integer" -> require(place, value instanceof Integer, "a whole number");
      case "number" -> require(place, value instanceof Number, "a number");
      case "array" -> checkArray(place, value, type);
      case "object", "null" -> checkObject(place, value, type);
      default -> throw new IllegalStateException("unknown type at " + place + ": " + type);
    }
  }

  private void require(String place, boolean isTrue, String wanted) {
    if (!isTrue) {
      errors.add(place + " is not " + wanted);
    }
  }

  private void checkArray(String place, @Nullable Object value, Map<?, ?> type) {
    if (!(value instanceof List<?> list)) {
      errors.add(place + " is not a list");
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      check(place + "[" + i + "]", list.get(i), Fields.map(type.get("items")));
    }
  }

  private void checkObject(String place, @Nullable Object value, Map<?, ?> type) {
    if (!(value instanceof Map<?, ?> object)) {
      errors.add(place + " is not an object");
      return;
    }
    Map<?, ?> properties = Fields.map(type.get("properties"));
    Map<?, ?> values = Fields.map(type.get("additionalProperties"));
    boolean isOpen = properties.isEmpty() && values.isEmpty(); // a free form
    object.forEach((key, one) -> {
      Map<?, ?> property = Fields.map(properties.get(key));
      if (!property.isEmpty()) {
        check(place + "." + key, one, property);
      } else if (!values.isEmpty()) {
        check(place + "." + key, one, values);
      } else if (!isOpen) {
        errors.add(place + " has no field " + key);
      }
    });
    if (type.get("required") instanceof List<?> required) {
      required.stream()
          .filter(key -> !object.containsKey(key))
          .forEach(key -> errors.add(place + " needs " + key));
    }
  }
}
