package tercet.runtime.cluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A secret that only the nodes of a cluster share. A process that knows it can send envelopes, and
 * so change every balance. Every batch carries it, so nodes in a network that others can listen to
 * need certificates in its place ({@link PeerTrust.MutualTls}).
 *
 * <p>While it is replaced there are two: nodes send the first and take both. Safe for any thread.
 */
public final class ClusterSecret {
  private static final int LENGTH_MIN = 16;
  private static final int COUNT_MAX = 2;

  /** As values of the header {@code Authorization}; never empty. */
  private volatile List<String> headers;

  /**
   * @param text a secret of at least 16 visible ASCII characters, or two of them in two lines
   * @throws IllegalArgumentException with a sentence that does not contain it
   */
  public ClusterSecret(String text) {
    this.headers = headers(text);
  }

  /**
   * Goes by another text from the next batch on, in both directions.
   *
   * @throws IllegalArgumentException with a sentence that does not contain it; nothing has changed
   */
  public void change(String text) {
    headers = headers(text);
  }

  private static List<String> headers(String text) {
    List<String> secrets = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (secrets.isEmpty() || !secrets.stream().allMatch(ClusterSecret::isStrong)) {
      throw new IllegalArgumentException(
          "The cluster secret needs at least %d visible ASCII characters, without spaces."
                  .formatted(LENGTH_MIN)
              + " Draw one, for example with: openssl rand -hex 32");
    }
    if (secrets.size() > COUNT_MAX) {
      throw new IllegalArgumentException(
          "There are more than two cluster secrets. The first line is sent, and a second one is"
              + " taken while nodes change to another.");
    }
    return secrets.stream().map(secret -> "Bearer " + secret).toList();
  }

  private static boolean isStrong(String secret) {
    return secret.length() >= LENGTH_MIN && secret.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /** The value of the header {@code Authorization} (RFC 6750). The same object until a change. */
  public String header() {
    return headers.getFirst();
  }

  /** Compares in a time that does not depend on where a difference is. */
  public boolean isIn(@Nullable String header) {
    if (header == null) {
      return false;
    }
    byte[] given = header.getBytes(StandardCharsets.UTF_8);
    boolean found = false;
    for (String known : headers) {
      found |= MessageDigest.isEqual(given, known.getBytes(StandardCharsets.UTF_8));
    }
    return found;
  }

  /** Not the secret. */
  @Override
  public String toString() {
    return "(secret)";
  }
}
