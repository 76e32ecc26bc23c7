package tercet.deploy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads fields of an object that came from YAML. */
final class Fields {
  private Fields() {}

  /** The same as an object; an empty one if it is none. */
  static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  /** The same as a list; an empty one if it is none. */
  static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  /**
   * The value at a path of names.
   *
   * @throws IllegalArgumentException if it is not there
   */
  static Object at(@Nullable Object object, String... path) {
    Object value = object;
    for (String name : path) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
      if (value == null) {
        throw new IllegalArgumentException("there is no " + name + " in " + object);
      }
    }
    if (value == null) {
      throw new IllegalArgumentException("there is nothing");
    }
    return value;
  }
}
