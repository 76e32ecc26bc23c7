package tercet.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.PeerTrust;

/** How the nodes of a cluster reach each other. */
public sealed interface TransportChoice {
  /** Its name on the command line. */
  Name name();

  /**
   * From node to node.
   *
   * @param trust how nodes know each other
   * @param files of the secret or of the certificates, which may change; none if the secret came
   *     from the environment
   */
  record Direct(Name name, PeerTrust trust, List<Path> files) implements TransportChoice {
    public Direct {
      files = List.copyOf(files);
    }

    /** Nodes know a secret. */
    public static Direct bySecret(Name name, ClusterSecret secret, @Nullable Path file) {
      List<Path> files = file == null ? List.of() : List.of(file);
      return new Direct(name, new PeerTrust.SharedSecret(secret), files);
    }

    /**
     * Nodes have certificates.
     *
     * @throws IllegalArgumentException with a sentence if a file cannot be read or is wrong
     */
    public static Direct byCertificate(Name name, TlsFiles files) {
      return new Direct(name, new PeerTrust.MutualTls(files.read()), files.all());
    }
  }

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
