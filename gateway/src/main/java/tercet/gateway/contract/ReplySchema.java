package tercet.gateway.contract;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** The schemas of fields in the OpenAPI document, each written into an open object. */
final class ReplySchema {
  private ReplySchema() {}

  static void write(JsonGenerator json, ReplyField.Type type) throws IOException {
    switch (type) {
      case ID, TEXT -> json.writeStringField("type", "string");
      case BOOLEAN -> json.writeStringField("type", "boolean");
      case AMOUNT -> number(json, Parameter.Kind.AMOUNT);
      case TIME -> {
        json.writeStringField("type", "string");
        json.writeStringField("format", "date-time");
      }
      case TEXTS -> {
        json.writeStringField("type", "array");
        json.writeObjectFieldStart("items");
        json.writeStringField("type", "string");
        json.writeEndObject();
      }
      case LINES -> {
        json.writeStringField("type", "array");
        json.writeObjectFieldStart("items");
        line(json);
        json.writeEndObject();
      }
    }
  }

  private static void line(JsonGenerator json) throws IOException {
    json.writeStringField("type", "array");
    json.writeStringField("description", "An item's id and a quantity.");
    json.writeArrayFieldStart("prefixItems");
    json.writeStartObject();
    json.writeStringField("type", "string");
    json.writeEndObject();
    json.writeStartObject();
    number(json, Parameter.Kind.QUANTITY);
    json.writeEndObject();
    json.writeEndArray();
    json.writeNumberField("minItems", 2);
    json.writeNumberField("maxItems", 2);
  }

  static void number(JsonGenerator json, Parameter.Kind kind) throws IOException {
    json.writeStringField("type", "integer");
    json.writeStringField("format", "int64");
    json.writeNumberField("minimum", kind.min);
    json.writeNumberField("maximum", kind.max);
  }
}
