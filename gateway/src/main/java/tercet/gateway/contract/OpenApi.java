package tercet.gateway.contract;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import tercet.gateway.access.Scope;

/** Describes routes, each of a path of its own, as an OpenAPI 3.1 document. */
final class OpenApi {
  private static final String VERSION = "3.1.0";
  private static final String CONTRACT_VERSION = "1.0.0";
  private static final String KEY = "Idempotency-Key";

  private final JsonGenerator json;

  private OpenApi(JsonGenerator json) {
    this.json = json;
  }

  static HttpReply document(List<Route> routes) {
    return HttpReply.ok(json -> new OpenApi(json).write(routes));
  }

  private void write(List<Route> routes) throws IOException {
    json.writeStringField("openapi", VERSION);
    object(
        "info",
        () -> {
          json.writeStringField("title", "Tercet");
          json.writeStringField("version", CONTRACT_VERSION);
          json.writeStringField(
              "description",
              "Orders, stock and payment. 200: it happened, durably. 4xx: it did not happen and"
                  + " will not happen. 503: the server cannot say; repeat the request.");
          object(
              "license",
              () -> {
                json.writeStringField("name", "Apache License 2.0");
                json.writeStringField("identifier", "Apache-2.0");
              });
        });
    array("servers", () -> element(() -> json.writeStringField("url", "/")));
    object(
        "paths",
        () -> {
          for (Route route : routes) {
            String verb = route.verb().name().toLowerCase(Locale.ROOT);
            object(route.template(), () -> object(verb, () -> operation(route)));
          }
        });
    object(
        "components",
        () -> {
          object("parameters", this::parameters);
          object("schemas", () -> object("Problem", this::problemSchema));
          object("responses", this::responses);
          object("securitySchemes", () -> object("token", this::tokenScheme));
        });
  }

  private void operation(Route route) throws IOException {
    json.writeStringField("operationId", operationId(route));
    json.writeStringField("summary", route.summary());
    security(route);
    strings("tags", List.of(Route.segments(route.template())[0]));
    array(
        "parameters",
        () -> {
          for (Parameter parameter : route.allParameters()) {
            element(() -> reference("parameters", name(parameter)));
          }
          if (route.verb().changes()) {
            element(() -> reference("parameters", KEY));
          }
        });
    object(
        "responses",
        () -> {
          object("200", () -> success(route));
          object("400", () -> reference("responses", "Refused"));
          object("401", () -> reference("responses", "NoToken"));
          object("403", () -> reference("responses", "Forbidden"));
          if (route.verb().changes()) {
            object("422", () -> reference("responses", "KeyReused"));
          }
          object("503", () -> reference("responses", "Unknown"));
        });
  }

  /** The empty alternative is a shop without tokens. */
  private void security(Route route) throws IOException {
    Scope scope = route.scope();
    List<String> scopes = scope == null ? List.of() : List.of(scope.word());
    array(
        "security",
        () -> {
          element(() -> {});
          element(() -> strings("token", scopes));
        });
  }

  private void tokenScheme() throws IOException {
    json.writeStringField("type", "http");
    json.writeStringField("scheme", "bearer");
    json.writeStringField("description", "If the shop has tokens: one of the call's scope.");
  }

  /** {@code stock_batch_init} for {@code /stock/batch_init/{n}/…}; another verb comes first. */
  private static String operationId(Route route) {
    StringBuilder id = new StringBuilder();
    if (route.verb() == Verb.DELETE) {
      id.append("delete");
    }
    for (String segment : Route.segments(route.template())) {
      if (!Route.isParameter(segment)) {
        id.append(id.isEmpty() ? "" : "_").append(segment);
      }
    }
    return id.toString();
  }

  private void success(Route route) throws IOException {
    json.writeStringField(
        "description",
        switch (route.verb()) {
          case GET -> "As it is now.";
          case POST, DELETE -> "It happened, durably.";
        });
    content(
        HttpReply.Type.JSON,
        () -> {
          json.writeStringField("type", "object");
          strings(
              "required",
              route.reply().stream().filter(ReplyField::always).map(ReplyField::name).toList());
          object(
              "properties",
              () -> {
                for (ReplyField field : route.reply()) {
                  object(field.name(), () -> ReplySchema.write(json, field.type()));
                }
              });
        });
  }

  private void parameters() throws IOException {
    for (Parameter parameter : Parameter.values()) {
      object(name(parameter), () -> parameter(parameter));
    }
    object(
        KEY,
        () -> {
          json.writeStringField("name", KEY);
          json.writeStringField("in", "header");
          json.writeStringField(
              "description", "The first answer is kept for a day and given to repetitions.");
          object(
              "schema",
              () -> {
                json.writeStringField("type", "string");
                json.writeStringField("pattern", "^[!-~]{1,255}$");
              });
        });
  }

  private void parameter(Parameter parameter) throws IOException {
    json.writeStringField("name", name(parameter));
    json.writeStringField("in", parameter.isInPath() ? "path" : "query");
    json.writeBooleanField("required", parameter.isInPath());
    json.writeStringField("description", parameter.meaning());
    object(
        "schema",
        () -> {
          if (parameter.kind() == Parameter.Kind.ID) {
            json.writeStringField("type", "string");
            json.writeNumberField("minLength", 1);
            json.writeNumberField("maxLength", Parameter.ID_LENGTH_MAX);
          } else {
            ReplySchema.number(json, parameter.kind());
          }
        });
  }

  private void problemSchema() throws IOException {
    json.writeStringField("type", "object");
    json.writeStringField(
        "description", "RFC 9457, with a stable code. A code may come with ids and amounts.");
    strings("required", List.of("type", "title", "status", "detail", "code"));
    object(
        "properties",
        () -> {
          object("status", () -> json.writeStringField("type", "integer"));
          for (String text : List.of("type", "title", "detail", "item_id", "user_id")) {
            object(text, () -> json.writeStringField("type", "string"));
          }
          for (String amount : List.of("wanted", "left", "missing", "total_cost", "max_total")) {
            object(amount, () -> ReplySchema.number(json, Parameter.Kind.AMOUNT));
          }
          object(
              "code",
              () -> {
                json.writeStringField("type", "string");
                strings("examples", Problem.codes());
              });
        });
  }

  private void responses() throws IOException {
    problem("Refused", "It did not happen and will not happen.");
    problem("NoToken", "The shop has tokens, and none that it knows came.");
    problem("Forbidden", "The token has another scope, or the call came from a foreign page.");
    problem("KeyReused", "The Idempotency-Key was first used for another request.");
    problem("Unknown", "The server cannot say. Repeat it after as many seconds as Retry-After.");
  }

  private void problem(String name, String description) throws IOException {
    object(
        name,
        () -> {
          json.writeStringField("description", description);
          content(HttpReply.Type.PROBLEM, () -> reference("schemas", "Problem"));
        });
  }

  private void content(HttpReply.Type type, Inside schema) throws IOException {
    object("content", () -> object(type.contentType(), () -> object("schema", schema)));
  }

  private void reference(String kind, String name) throws IOException {
    json.writeStringField("$ref", "#/components/" + kind + "/" + name);
  }

  private void strings(String name, List<String> values) throws IOException {
    array(
        name,
        () -> {
          for (String value : values) {
            json.writeString(value);
          }
        });
  }

  private void object(String name, Inside inside) throws IOException {
    json.writeFieldName(name);
    element(inside);
  }

  private void element(Inside inside) throws IOException {
    json.writeStartObject();
    inside.write();
    json.writeEndObject();
  }

  private void array(String name, Inside inside) throws IOException {
    json.writeArrayFieldStart(name);
    inside.write();
    json.writeEndArray();
  }

  private static String name(Parameter parameter) {
    return parameter.name().toLowerCase(Locale.ROOT);
  }

  /** Writes what is inside of an object or array. */
  @FunctionalInterface
  private interface Inside {
    void write() throws IOException;
  }
}
