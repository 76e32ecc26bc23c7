package tercet.gateway;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.gateway.access.Scope;
import tercet.gateway.access.Tokens;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Problem;

/**
 * Who may call. Without tokens every program that reaches the port may; with tokens each request
 * needs one in its header {@code Authorization} (RFC 6750), and nowhere else: addresses are written
 * into logs. Safe for any thread.
 */
public final class Access {
  private static final String SCHEME = "Bearer ";

  private volatile @Nullable Tokens tokens;

  private Access(@Nullable Tokens tokens) {
    this.tokens = tokens;
  }

  /** Everyone may call. */
  public static Access open() {
    return new Access(null);
  }

  /** Only programs with one of these tokens may call. */
  public static Access by(Tokens tokens) {
    return new Access(tokens);
  }

  /** Goes by other tokens from the next request on. */
  public void change(Tokens next) {
    tokens = next;
  }

  boolean hasTokens() {
    return tokens != null;
  }

  /**
   * Why a request is refused; null if it may be answered.
   *
   * @param needed null if it needs no token
   */
  @Nullable HttpReply refusal(@Nullable Scope needed, ServerRequestHeaders headers) {
    Tokens known = tokens;
    if (known == null || needed == null) {
      return null;
    }
    if (!headers.contains(HeaderNames.AUTHORIZATION)) {
      return Problem.TOKEN_MISSING.reply();
    }
    Header header = headers.get(HeaderNames.AUTHORIZATION);
    String value = header.valueCount() == 1 ? header.get() : "";
    if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Problem.TOKEN_MISSING.reply();
    }
    Set<Scope> scopes = known.scopesOf(value.substring(SCHEME.length()).strip());
    if (scopes.isEmpty()) {
      return Problem.TOKEN_UNKNOWN.reply();
    }
    return scopes.contains(needed) ? null : Problem.SCOPE_MISSING.reply();
  }
}
