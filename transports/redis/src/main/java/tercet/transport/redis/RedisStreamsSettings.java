package tercet.transport.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tercet.driver.redis.RedisAddress;
import tercet.driver.redis.RedisLogin;

/**
 * Where the streams are.
 *
 * @param login to the servers
 * @param prefix of all names; several shops may share servers, each with its own
 */
public record RedisStreamsSettings(RedisLogin login, String prefix) {
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.:-]{1,32}");

  /** Less than the lifetime of a message, so that a copy does not wait behind a lost message. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

  /** Readers of three services, channels, and messages for all hash tags from both senders. */
  private static final int CONNECTIONS = 64;

  public RedisStreamsSettings {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "a prefix is of letters, digits and _.:-, 32 at most, not " + prefix);
    }
  }

  /**
   * With limits that fit messages.
   *
   * @param passwordFile holds the password instead, if it is not null
   */
  public static RedisStreamsSettings of(
      RedisAddress address, String password, @Nullable Path passwordFile, String prefix) {
    return new RedisStreamsSettings(
        new RedisLogin(address, password, passwordFile, null, ANSWER_MAX, CONNECTIONS), prefix);
  }

  @Override
  public String toString() {
    return login + ", prefix " + prefix;
  }
}
