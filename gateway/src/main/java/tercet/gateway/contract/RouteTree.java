package tercet.gateway.contract;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the route that a request line stands for. */
final class RouteTree {
  private final Node root = new Node();

  RouteTree(List<Route> routes) {
    for (Route route : routes) {
      add(route);
    }
  }

  private void add(Route route) {
    Node node = root;
    for (String segment : Route.segments(route.template())) {
      node = Route.isParameter(segment) ? node.parameterChild() : node.literalChild(segment);
    }
    if (node.routes.put(route.verb(), route) != null) {
      throw new IllegalArgumentException("two routes at " + route);
    }
    node.wrongMethod = Problem.METHOD_NOT_ALLOWED.reply().allowing(node.methods());
  }

  /**
   * @param method of the request
   * @param target its path, as it came
   * @param query as it came; empty if there is none
   */
  Found find(String method, String target, String query) {
    @Nullable String[] segments = PathSegments.of(target);
    Node node = segments == null ? null : find(segments);
    if (segments == null || node == null || node.wrongMethod == null) {
      Problem problem =
          PathSegments.isWellFormed(target) ? Problem.UNKNOWN_ROUTE : Problem.BAD_PATH;
      return new Found.NoRoute(problem.reply());
    }
    Verb verb = Verb.named(method);
    Route route = verb == null ? null : node.routes.get(verb);
    return route == null
        ? new Found.NoRoute(node.wrongMethod)
        : RouteCall.of(route, segments, query);
  }

  private @Nullable Node find(@Nullable String[] segments) {
    Node node = root;
    for (String segment : segments) {
      Node literal = segment == null ? null : node.literals.get(segment);
      Node next = literal == null ? node.parameter : literal;
      if (next == null) {
        return null;
      }
      node = next;
    }
    return node;
  }

  /** A node of the tree: the continuations of the beginning of a path. */
  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    final Map<Verb, Route> routes = new EnumMap<>(Verb.class);
    @Nullable Node parameter;

    /** The reply to a method that no route has here; null if no route ends here. */
    @Nullable HttpReply wrongMethod;

    Node literalChild(String segment) {
      return literals.computeIfAbsent(segment, absent -> new Node());
    }

    Node parameterChild() {
      Node child = parameter;
      if (child == null) {
        child = new Node();
        parameter = child;
      }
      return child;
    }

    String methods() {
      String methods = String.join(", ", routes.keySet().stream().map(Verb::name).toList());
      return routes.containsKey(Verb.GET) ? methods.replaceFirst("GET", "GET, HEAD") : methods;
    }
  }
}
