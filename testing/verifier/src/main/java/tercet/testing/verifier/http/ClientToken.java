package tercet.testing.verifier.http;

import org.jspecify.annotations.Nullable;

/**
 * The token for a shop that asks for one. It comes from the environment, because every user of a
 * machine can read command lines.
 */
public final class ClientToken {
  private static final String VARIABLE = "TERCET_TOKEN";

  private static final @Nullable String HEADER = header(System.getenv(VARIABLE));

  private ClientToken() {}

  /** The value of the header {@code Authorization}; null if the environment has no token. */
  public static @Nullable String header() {
    return HEADER;
  }

  private static @Nullable String header(@Nullable String token) {
    if (token == null || token.isBlank()) {
      return null;
    }
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(VARIABLE + " has visible ASCII characters only");
    }
    return "Bearer " + token;
  }
}
