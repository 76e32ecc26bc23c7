package tercet.gateway.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tercet.gateway.access.Scope;

/**
 * One route of the contract, as data: the dispatch and the OpenAPI document are both made from it.
 */
public final class Route {
  private final Verb verb;
  private final String template;
  private final List<Parameter> parameters;
  private final String summary;
  private final List<ReplyField> reply;
  private final Handler handler;
  private final @Nullable Scope scope;
  private final @Nullable Parameter option;

  /**
   * @param template with {@code {name}} for each {@link Parameter}
   * @param summary for a person
   * @param reply fields of the object that it answers with 200
   * @param scope null if it needs no token
   * @param option that may come in the query; null if it has none
   */
  private Route(
      Verb verb,
      String template,
      String summary,
      List<ReplyField> reply,
      Handler handler,
      @Nullable Scope scope,
      @Nullable Parameter option) {
    this.verb = verb;
    this.template = template;
    this.summary = summary;
    this.reply = reply;
    this.handler = handler;
    this.scope = scope;
    this.option = option;
    List<Parameter> found = new ArrayList<>();
    for (String segment : segments(template)) {
      if (isParameter(segment)) {
        found.add(parameter(segment));
      }
    }
    this.parameters = List.copyOf(found);
  }

  static Route read(String template, String summary, List<ReplyField> reply, Handler.Read handler) {
    return new Route(Verb.GET, template, summary, reply, handler, Scope.SHOPPER, null);
  }

  static Route write(
      String template, String summary, List<ReplyField> reply, Handler.Write handler) {
    return new Route(Verb.POST, template, summary, reply, handler, Scope.SHOPPER, null);
  }

  static Route delete(
      String template, String summary, List<ReplyField> reply, Handler.Write handler) {
    return new Route(Verb.DELETE, template, summary, reply, handler, Scope.SHOPPER, null);
  }

  static Route constant(Verb verb, String template, String summary, HttpReply reply) {
    return new Route(verb, template, summary, List.of(), new Handler.Constant(reply), null, null);
  }

  /** The same for tokens of merchants only. */
  Route forMerchants() {
    return new Route(verb, template, summary, reply, handler, Scope.MERCHANT, option);
  }

  /** The same with a number that may come in the query. */
  Route withOption(Parameter parameter) {
    return new Route(verb, template, summary, reply, handler, scope, parameter);
  }

  public Verb verb() {
    return verb;
  }

  /** The path, with {@code {name}} for each parameter. */
  public String template() {
    return template;
  }

  /** The scope that a token needs for it; null if it needs none. */
  public @Nullable Scope scope() {
    return scope;
  }

  List<Parameter> parameters() {
    return parameters;
  }

  /** The number that may come in the query; null if the route has none. */
  @Nullable Parameter option() {
    return option;
  }

  /** Those of the path, then that of the query. */
  List<Parameter> allParameters() {
    return Stream.concat(parameters.stream(), Stream.ofNullable(option)).toList();
  }

  String summary() {
    return summary;
  }

  List<ReplyField> reply() {
    return reply;
  }

  Handler handler() {
    return handler;
  }

  static String[] segments(String template) {
    return template.substring(1).split("/");
  }

  static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }

  private static Parameter parameter(String segment) {
    return Parameter.valueOf(segment.substring(1, segment.length() - 1).toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return verb + " " + template;
  }
}
