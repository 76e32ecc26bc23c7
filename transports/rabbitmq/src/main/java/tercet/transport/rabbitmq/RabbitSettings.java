package tercet.transport.rabbitmq;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tercet.runtime.broker.BrokerSettings;

/**
 * Where RabbitMQ is, and what is asked of it.
 *
 * @param address of the servers
 * @param password of the user
 * @param passwordFile holds the password instead, if it is not null; read for each connection
 * @param prefix what all names begin with; several shops may share servers, each with its own
 * @param replicas how many servers keep a copy of each queue; fewer if the cluster is smaller
 * @param lifetime after which RabbitMQ drops a message that no node has read
 * @param limits of time and memory
 */
public record RabbitSettings(
    RabbitAddress address,
    String password,
    @Nullable Path passwordFile,
    String prefix,
    int replicas,
    Duration lifetime,
    RabbitLimits limits) {
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_:-]{1,32}");

  /** With three copies any one server may be gone. */
  public static final int REPLICAS = 3;

  public RabbitSettings {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "a prefix is of letters, digits and _:-, 32 at most, not " + prefix);
    }
    if (replicas < 1) {
      throw new IllegalArgumentException("a queue has one copy at least, not " + replicas);
    }
    if (!lifetime.isPositive()) {
      throw new IllegalArgumentException("a message cannot live for " + lifetime);
    }
  }

  /** With the password that RabbitMQ gives its first user, and usual limits. */
  public static RabbitSettings of(RabbitAddress address, String prefix) {
    return new RabbitSettings(
        address,
        "guest",
        null,
        prefix,
        REPLICAS,
        BrokerSettings.DEFAULTS.lifetime(),
        RabbitLimits.DEFAULTS);
  }

  /** The same with another login. */
  public RabbitSettings withPassword(String secret, @Nullable Path file) {
    return new RabbitSettings(address, secret, file, prefix, replicas, lifetime, limits);
  }

  /** The same with another number of copies. */
  public RabbitSettings withReplicas(int count) {
    return new RabbitSettings(address, password, passwordFile, prefix, count, lifetime, limits);
  }

  /** The same with messages that live for another time. */
  public RabbitSettings withLifetime(Duration other) {
    return new RabbitSettings(address, password, passwordFile, prefix, replicas, other, limits);
  }

  /** The same with other limits. */
  public RabbitSettings withLimits(RabbitLimits other) {
    return new RabbitSettings(address, password, passwordFile, prefix, replicas, lifetime, other);
  }

  /** Shows no password. */
  @Override
  public String toString() {
    return address + ", prefix " + prefix;
  }
}
