package tercet.transport.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tercet.runtime.broker.BrokerSettings;

/**
 * How a node finds Kafka.
 *
 * @param servers some of the brokers: hosts and ports with commas between
 * @param prefix of the names of all topics, and the name of the consumer group; shops that share a
 *     cluster have different ones
 * @param replication copies of each topic; {@link #AUTOMATIC} for 3 where there are three brokers,
 *     and 1 otherwise
 * @param login null for none
 * @param tls null for connections that others can read
 * @param lookBack age of the oldest message that a new reader of a shard begins with: the lifetime
 *     of a message and the allowed skew of clocks
 */
public record KafkaSettings(
    String servers,
    String prefix,
    int replication,
    @Nullable Login login,
    @Nullable Tls tls,
    Duration lookBack) {
  /** For {@code replication}. */
  public static final int AUTOMATIC = 0;

  /** The characters that Kafka allows, but for dots: metrics show them as underscores. */
  private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9_-]{1,100}");

  private static final Duration LOOK_BACK = BrokerSettings.DEFAULTS.lifetime().plusSeconds(8);

  /** How a password is shown to a broker. */
  public enum Mechanism {
    /** The broker sees the password: only with TLS. */
    PLAIN("PLAIN", "plain.Plain"),
    SCRAM_SHA_256("SCRAM-SHA-256", "scram.Scram"),
    SCRAM_SHA_512("SCRAM-SHA-512", "scram.Scram");

    private final String word;
    private final String module;

    Mechanism(String word, String module) {
      this.word = word;
      this.module = module;
    }

    /** As Kafka writes it. */
    public String word() {
      return word;
    }

    String module() {
      return "org.apache.kafka.common.security." + module + "LoginModule required;";
    }
  }

  /**
   * The login of a node.
   *
   * @param passwordFile holds the password instead, if it is not null; read for each connection
   */
  public record Login(
      Mechanism mechanism, String user, String password, @Nullable Path passwordFile) {}

  /**
   * Encryption of connections.
   *
   * @param authorities certificates of the authorities that sign those of the brokers, as PEM; null
   *     for the JDK's
   * @param keys this node's private key and certificates, as PEM; null if brokers ask for none
   */
  public record Tls(@Nullable Path authorities, @Nullable Path keys) {}

  /**
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  public KafkaSettings {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "names of topics begin with 1 to 100 letters, digits, - and _, not with '%s'"
              .formatted(prefix));
    }
    if (replication < 0) {
      throw new IllegalArgumentException("a topic has at least one copy, not " + replication);
    }
  }

  /**
   * The usual settings.
   *
   * @param url such as {@code kafka://10.0.0.1:9092,10.0.0.2:9092}, {@code kafkas://} with TLS;
   *     {@link KafkaAddress} has its other parts
   * @param password of the user that the address names
   * @param passwordFile holds it instead, if it is not null
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  public static KafkaSettings of(String url, String password, @Nullable Path passwordFile) {
    KafkaAddress address = KafkaAddress.parse(url);
    Login login =
        address.user().isEmpty()
            ? null
            : new Login(address.mechanism(), address.user(), password, passwordFile);
    return new KafkaSettings(
        address.servers(), "tercet", address.replication(), login, address.tls(), LOOK_BACK);
  }

  /** Without a password. */
  public static KafkaSettings of(String url) {
    return of(url, "", null);
  }

  /** The same with other names. */
  public KafkaSettings withPrefix(String other) {
    return new KafkaSettings(servers, other, replication, login, tls, lookBack);
  }

  /** The same with so many copies of each topic. */
  public KafkaSettings withReplication(int copies) {
    return new KafkaSettings(servers, prefix, copies, login, tls, lookBack);
  }

  /** The same with a login. */
  public KafkaSettings withLogin(Login who) {
    return new KafkaSettings(servers, prefix, replication, who, tls, lookBack);
  }

  /** The same with TLS. */
  public KafkaSettings withTls(Tls how) {
    return new KafkaSettings(servers, prefix, replication, login, how, lookBack);
  }

  /** The same, with readers that begin at older messages. */
  public KafkaSettings withLookBack(Duration longest) {
    return new KafkaSettings(servers, prefix, replication, login, tls, longest);
  }
}
