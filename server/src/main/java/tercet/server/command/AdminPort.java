package tercet.server.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tercet.gateway.contract.JsonTree;

/** The administrative port of a node, as a client of it. */
public final class AdminPort {
  private static final int CONNECT_MILLIS_MAX = 5_000;

  /** An abort waits for its shard, and asks again until then. */
  private static final int READ_MILLIS_MAX = 120_000;

  /** The variable with the operator's token. */
  private static final String TOKEN = "TERCET_TOKEN";

  @Option(
      names = "--admin",
      paramLabel = "URL",
      description =
          "Administrative port of any node of the shop. If it has tokens, TERCET_TOKEN has one.")
  private String admin = "http://127.0.0.1:8001";

  @Mixin private AuthorityOption authority = new AuthorityOption();

  /** The port of one node. */
  public static AdminPort at(String url) {
    AdminPort port = new AdminPort();
    port.admin = url;
    return port;
  }

  /** The port cannot be used. */
  public static final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * A reply.
   *
   * @param body JSON
   */
  public record Reply(int status, String body) {
    public boolean isGood() {
      return status == HttpURLConnection.HTTP_OK;
    }

    public Map<String, Object> json() {
      return JsonTree.object(body);
    }

    /** A sentence why it did not happen. */
    public String problem() {
      try {
        return String.valueOf(json().getOrDefault("detail", body));
      } catch (IllegalArgumentException notJson) {
        return "status %d without a sentence: is this the administrative port?".formatted(status);
      }
    }
  }

  /** Percent-encodes a part of a path or of a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * Asks.
   *
   * @param path with its query
   */
  public Reply get(String path) throws UnavailableException {
    return ask("GET", path, Map.of());
  }

  Reply post(String path, Map<String, String> headers) throws UnavailableException {
    return ask("POST", path, headers);
  }

  private Reply ask(String method, String path, Map<String, String> headers)
      throws UnavailableException {
    try {
      authority.trust();
    } catch (IOException wrong) {
      throw new UnavailableException(String.valueOf(wrong.getMessage()), wrong);
    }
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              new URI(admin.replaceFirst("/+$", "") + path).toURL().openConnection();
      connection.setConnectTimeout(CONNECT_MILLIS_MAX);
      connection.setReadTimeout(READ_MILLIS_MAX);
      connection.setRequestMethod(method);
      headers.forEach(connection::setRequestProperty);
      String token = System.getenv(TOKEN);
      if (token != null) {
        connection.setRequestProperty("Authorization", "Bearer " + token);
      }
      int status = connection.getResponseCode();
      boolean good = status < HttpURLConnection.HTTP_BAD_REQUEST;
      try (InputStream body = good ? connection.getInputStream() : connection.getErrorStream()) {
        byte[] bytes =
            Objects.requireNonNullElse(body, InputStream.nullInputStream()).readAllBytes();
        return new Reply(status, new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (URISyntaxException | IllegalArgumentException | ClassCastException wrong) {
      throw new UnavailableException(
          "--admin is an address like http://127.0.0.1:8001, not " + admin, wrong);
    } catch (SSLException untrusted) {
      throw new UnavailableException(
          "the administrative port at %s is not trusted, or does not speak TLS (%s). Give the"
                  .formatted(admin, untrusted.getMessage())
              + " authority of its certificate by --ca-file FILE.",
          untrusted);
    } catch (IOException refused) {
      throw new UnavailableException(
          "the administrative port at %s does not answer (%s). Name another node with --admin URL."
              .formatted(admin, refused.getMessage()),
          refused);
    }
  }
}
