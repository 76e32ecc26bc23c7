package tercet.testing.verifier.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain values: {@link Map} in the order of its fields, {@link List}, {@link String},
 * {@link Long}, {@link Double}, {@link Boolean} and null.
 */
public final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** What is measured is not known to more places, and files stay small. */
  private static final double PLACES = 1e4;

  private JsonText() {}

  /** Numbers that are not finite become null: JSON has none. */
  public static String write(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      out.setPrettyPrinter(new DefaultPrettyPrinter());
      write(out, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case Map<?, ?> fields -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
          out.writeFieldName(String.valueOf(field.getKey()));
          write(out, field.getValue());
        }
        out.writeEndObject();
      }
      case List<?> values -> {
        out.writeStartArray();
        for (Object one : values) {
          write(out, one);
        }
        out.writeEndArray();
      }
      case Double number when !Double.isFinite(number) -> out.writeNull();
      case Double number -> out.writeNumber(Math.round(number * PLACES) / PLACES);
      case Long number -> out.writeNumber(number);
      case Integer number -> out.writeNumber(number);
      case Boolean flag -> out.writeBoolean(flag);
      default -> out.writeString(value.toString());
    }
  }

  /**
   * @throws IOException if it is no JSON
   */
  public static @Nullable Object read(String text) throws IOException {
    try (JsonParser in = FACTORY.createParser(text)) {
      in.nextToken();
      return value(in);
    }
  }

  private static @Nullable Object value(JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    return switch (token) {
      case START_OBJECT -> object(in);
      case START_ARRAY -> array(in);
      case VALUE_STRING -> in.getText();
      case VALUE_NUMBER_INT -> in.getLongValue();
      case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null, default -> throw new IOException("no JSON");
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser in) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      fields.put(name, value(in));
    }
    return fields;
  }

  private static List<@Nullable Object> array(JsonParser in) throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(in));
    }
    return values;
  }
}
