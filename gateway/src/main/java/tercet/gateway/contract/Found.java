package tercet.gateway.contract;

/** The meaning of a request line. */
public sealed interface Found permits RouteCall, Found.NoRoute, Found.BadArgument {

  /** Nothing in the contract: an unknown path, a wrong method, or no path at all. */
  record NoRoute(HttpReply reply) implements Found {}

  /** A route with a parameter that cannot be. */
  record BadArgument(Route route, HttpReply reply) implements Found {}
}
