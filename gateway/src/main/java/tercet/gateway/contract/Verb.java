package tercet.gateway.contract;

import org.jspecify.annotations.Nullable;

/** The HTTP methods that the contract uses. */
public enum Verb {
  GET,
  POST,
  DELETE;

  /** Whether a call changes something. */
  boolean changes() {
    return this != GET;
  }

  /** The verb of that name, or null if the contract does not use it. Names are case-sensitive. */
  static @Nullable Verb named(String method) {
    return switch (method) {
      case "GET" -> GET;
      case "POST" -> POST;
      case "DELETE" -> DELETE;
      default -> null;
    };
  }
}
