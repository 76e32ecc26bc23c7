package tercet.testing.verifier.json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object of JSON, read with types. Each method throws {@link IOException} with a sentence for a
 * person if the field is not there or is something else.
 */
public final class JsonFields {
  private final Map<?, ?> fields;

  private JsonFields(Map<?, ?> fields) {
    this.fields = fields;
  }

  public static JsonFields read(String text) throws IOException {
    return new JsonFields(JsonText.read(text));
  }

  private static JsonFields from(@Nullable Object value, String name) throws IOException {
    if (value instanceof Map<?, ?> map) {
      return new JsonFields(map);
    }
    throw new IOException(name + " is no object of JSON");
  }

  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    fields.keySet().forEach(name -> names.add(String.valueOf(name)));
    return names;
  }

  public String text(String name) throws IOException {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw wrong(name, "text");
  }

  /** NaN for null: numbers that are not finite are written as null. */
  public double number(String name) throws IOException {
    return number(name, fields.get(name));
  }

  private static double number(String name, @Nullable Object value) throws IOException {
    return switch (value) {
      case null -> Double.NaN;
      case Number number -> number.doubleValue();
      default -> throw wrong(name, "number");
    };
  }

  public boolean flag(String name) throws IOException {
    if (fields.get(name) instanceof Boolean flag) {
      return flag;
    }
    throw wrong(name, "true or false");
  }

  public JsonFields object(String name) throws IOException {
    return from(fields.get(name), name);
  }

  public List<JsonFields> objects(String name) throws IOException {
    List<JsonFields> objects = new ArrayList<>();
    for (Object value : list(name)) {
      objects.add(from(value, name));
    }
    return objects;
  }

  public List<String> texts(String name) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Object value : list(name)) {
      texts.add(String.valueOf(value));
    }
    return texts;
  }

  /** A list of lists of numbers, none of them empty. */
  public List<List<Double>> points(String name) throws IOException {
    List<List<Double>> points = new ArrayList<>();
    for (Object value : list(name)) {
      if (!(value instanceof List<?> numbers) || numbers.isEmpty()) {
        throw wrong(name, "list of points");
      }
      List<Double> point = new ArrayList<>();
      for (Object number : numbers) {
        point.add(number(name, number));
      }
      points.add(point);
    }
    return points;
  }

  private List<?> list(String name) throws IOException {
    if (fields.get(name) instanceof List<?> list) {
      return list;
    }
    throw wrong(name, "list");
  }

  private static IOException wrong(String name, String wanted) {
    return new IOException("'%s' is no %s".formatted(name, wanted));
  }
}
