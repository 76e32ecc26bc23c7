package tercet.server.config;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tercet.runtime.cluster.ClusterSecret;

/** How the nodes of a cluster reach each other. */
public sealed interface TransportChoice {
  /** Its name on the command line. */
  Name name();

  /**
   * From node to node.
   *
   * @param secret that all nodes know
   * @param secretFile has it, and may change; null if it came from the environment
   */
  record Direct(Name name, ClusterSecret secret, @Nullable Path secretFile)
      implements TransportChoice {}

  /**
   * Through a message broker, whose login keeps strangers out.
   *
   * @param url of the servers; holds no password
   * @param passwordFile holds the password instead, if it is not null
   * @param prefix of all names at the broker
   * @param replies carries the answers to waiting gateways; null if the broker does
   */
  record Brokered(
      Name name,
      String url,
      String password,
      @Nullable Path passwordFile,
      String prefix,
      @Nullable Replies replies)
      implements TransportChoice {
    @Override
    public String toString() {
      return name + ", prefix " + prefix; // a password is not for logs
    }
  }

  /**
   * Redis servers that carry answers by publish and subscribe, as in {@link Brokered}.
   *
   * @param url of the servers; holds no password
   * @param passwordFile holds the password instead, if it is not null
   */
  record Replies(String url, String password, @Nullable Path passwordFile) {
    @Override
    public String toString() {
      return "redis"; // a password is not for logs
    }
  }

  /** Its name on the command line. */
  enum Name {
    HTTP,
    GRPC,
    REDIS_STREAMS,
    KAFKA,
    RABBITMQ;

    /** Whether messages go through a broker. */
    public boolean hasBroker() {
      return switch (this) {
        case HTTP, GRPC -> false;
        case REDIS_STREAMS, KAFKA, RABBITMQ -> true;
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
