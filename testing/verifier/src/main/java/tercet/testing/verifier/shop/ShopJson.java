package tercet.testing.verifier.shop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the answers of the contract. Fields that it does not know are skipped. */
final class ShopJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** The scalars of an object as text, and what stood in {@code items}. */
  private record Fields(Map<String, String> texts, List<Line> lines) {
    String text(String name) throws IOException {
      String text = texts.get(name);
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

    static long number(String name, String text) throws IOException {
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
      return fields(body, length).texts.get(field);
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
                fields.lines,
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
    Map<String, String> texts = new HashMap<>();
    List<Line> lines = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(body, 0, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == null) {
          throw new IOException("object without end");
        } else if (value.isScalarValue()) {
          texts.put(name, parser.getText());
        } else if (name.equals("items") && value == JsonToken.START_ARRAY) {
          readLines(parser, lines);
        } else {
          parser.skipChildren();
        }
      }
    }
    return new Fields(texts, lines);
  }

  /** Reads {@code [["item", 2], …]} from behind its first bracket. */
  private static void readLines(JsonParser parser, List<Line> lines) throws IOException {
    while (parser.nextToken() == JsonToken.START_ARRAY) {
      String item = scalar(parser);
      long quantity = Fields.number("quantity", scalar(parser));
      lines.add(new Line(new ItemId(item), quantity));
      if (parser.nextToken() != JsonToken.END_ARRAY) {
        throw new IOException("a line with more than item and quantity");
      }
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw new IOException("items has something else than pairs");
    }
  }

  private static String scalar(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null || !token.isScalarValue()) {
      throw new IOException("a line without item and quantity");
    }
    return parser.getText();
  }
}
