package tercet.testing.verifier.shop;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the answers of the contract. Fields that it does not know are skipped. */
final class ShopJson {
  /** The fields of an object; a number may also be written as text. */
  private record Fields(Map<String, ?> all) {
    String text(String name) throws IOException {
      String text = scalar(all.get(name));
      if (text == null) {
        throw new IOException("no field " + name);
      }
      return text;
    }

    long number(String name) throws IOException {
      return number(name, text(name));
    }

    boolean flag(String name) throws IOException {
      return switch (text(name)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IOException(name + " is neither true nor false");
      };
    }

    /** Reads {@code [["item", 2], …]}; none if there is no such field. */
    List<Line> lines(String name) throws IOException {
      List<Line> lines = new ArrayList<>();
      if (all.get(name) instanceof List<?> pairs) {
        for (Object pair : pairs) {
          lines.add(line(pair));
        }
      }
      return lines;
    }

    private static Line line(@Nullable Object pair) throws IOException {
      if (pair instanceof List<?> two && two.size() == 2) {
        String item = scalar(two.getFirst());
        String quantity = scalar(two.getLast());
        if (item != null && quantity != null) {
          return new Line(new ItemId(item), number("quantity", quantity));
        }
      }
      throw new IOException("no line with item and quantity: " + pair);
    }

    private static @Nullable String scalar(@Nullable Object value) {
      return value == null || value instanceof Map || value instanceof List
          ? null
          : value.toString();
    }

    private static long number(String name, String text) throws IOException {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw new IOException(name + " is no whole number: " + text, e);
      }
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T from(Fields fields) throws IOException;
  }

  private ShopJson() {}

  static String text(byte[] body, int length, String field) {
    return read(body, length, fields -> fields.text(field));
  }

  /** Null if the body is no JSON or does not have the field. */
  static @Nullable String textIfAny(byte[] body, int length, String field) {
    try {
      return Fields.scalar(fields(body, length).all.get(field));
    } catch (IOException e) {
      return null;
    }
  }

  static Item item(ItemId id, byte[] body, int length) {
    return read(
        body, length, fields -> new Item(id, fields.number("stock"), fields.number("price")));
  }

  static User user(UserId id, byte[] body, int length) {
    return read(body, length, fields -> new User(id, fields.number("credit")));
  }

  static Order order(OrderId id, byte[] body, int length) {
    return read(
        body,
        length,
        fields ->
            new Order(
                id,
                new UserId(fields.text("user_id")),
                fields.lines("items"),
                fields.number("total_cost"),
                fields.flag("paid")));
  }

  private static <T> T read(byte[] body, int length, Reading<T> reading) {
    try {
      return reading.from(fields(body, length));
    } catch (IOException e) {
      String text = new String(body, 0, length, StandardCharsets.UTF_8);
      throw new BrokenContractException("answer not as promised: " + text, e);
    }
  }

  private static Fields fields(byte[] body, int length) throws IOException {
    return new Fields(JSON.std.mapFrom(new ByteArrayInputStream(body, 0, length)));
  }
}
