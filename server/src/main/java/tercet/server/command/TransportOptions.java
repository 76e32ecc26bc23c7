package tercet.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import tercet.runtime.cluster.ClusterSecret;
import tercet.server.config.TlsFiles;
import tercet.server.config.TransportChoice;

/** Options of how a node reaches others. */
final class TransportOptions {
  /** The variable with the secret of all nodes: other users could read a command line or a file. */
  static final String SECRET_VARIABLE = "TERCET_CLUSTER_SECRET";

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      description =
          "Transport between nodes, the same for all: ${COMPLETION-CANDIDATES}. With http and grpc"
              + " all nodes need the same secret in the environment variable "
              + SECRET_VARIABLE
              + " or in a file, or certificates (--node-tls-certificate-file).")
  private TransportChoice.Name transport = TransportChoice.Name.HTTP;

  @Option(
      names = "--cluster-secret-file",
      paramLabel = "FILE",
      description =
          "File with the secret of all nodes; read again when it changes. A second line is taken,"
              + " too, but not sent: so nodes change to another secret one after the other.")
  private @Nullable Path secretFile;

  @Option(
      names = "--node-tls-certificate-file",
      paramLabel = "FILE",
      description =
          "Certificate of this node as PEM, for the transports http and grpc; read again when it"
              + " changes. It must have the host of the node's address in the cluster file. With it"
              + " nodes speak TLS to each other and need no secret.")
  private @Nullable Path certificateFile;

  @Option(
      names = "--node-tls-key-file",
      paramLabel = "FILE",
      description =
          "Private key of that certificate as PEM, without a password; only this user may read it.")
  private @Nullable Path keyFile;

  @Option(
      names = "--node-tls-ca-file",
      paramLabel = "FILE",
      description =
          "Certificates of the authorities that sign for the nodes of this cluster, and for nothing"
              + " else: a process with a certificate of theirs can change every balance.")
  private @Nullable Path authoritiesFile;

  @Option(
      names = "--broker-url",
      paramLabel = "URL",
      description =
          "Servers of the message broker. For redis-streams an address as for --redis-url, which"
              + " may be the store's; for kafka kafka://host:port,host:port; for rabbitmq"
              + " amqp://host:port,host:port or amqps://user@host:port/virtual-host.")
  private @Nullable String url;

  @Option(
      names = "--broker-password",
      paramLabel = "TEXT",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description =
          "Password at the broker. Better set TERCET_BROKER_PASSWORD: other users can read command"
              + " lines.")
  private String password = "";

  @Option(
      names = "--broker-password-file",
      paramLabel = "FILE",
      description = "File with the password. It is read for each connection, so it can change.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--broker-prefix",
      paramLabel = "TEXT",
      description =
          "Prefix of all names at the broker, the same for all nodes of a shop. Shops that share a"
              + " broker need different ones.")
  private String prefix = "tercet";

  @Option(
      names = "--replies-url",
      paramLabel = "URL",
      description =
          "Redis servers that carry answers to waiting gateways by publish and subscribe, instead"
              + " of the broker; an address as for --redis-url.")
  private @Nullable String repliesUrl;

  @Option(
      names = "--replies-password",
      paramLabel = "TEXT",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description =
          "Password at these servers. Better set TERCET_REPLIES_PASSWORD: other users can read"
              + " command lines.")
  private String repliesPassword = "";

  @Option(
      names = "--replies-password-file",
      paramLabel = "FILE",
      description = "File with the password. It is read for each connection, so it can change.")
  private @Nullable Path repliesPasswordFile;

  /**
   * The transport that was chosen.
   *
   * @param variable the secret of the environment, null if there is none; a file wins
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  TransportChoice choice(@Nullable String variable) {
    String servers = url;
    TlsFiles tls = TlsFiles.ofNode(certificateFile, keyFile, authoritiesFile);
    if (transport.hasBroker()) {
      if (tls != null) {
        throw new IllegalArgumentException(
            "--node-tls-certificate-file is for the transports http and grpc; with %s nodes reach"
                    .formatted(transport)
                + " each other through the broker");
      }
      if (servers == null) {
        throw new IllegalArgumentException(
            "--transport %s needs --broker-url URL, the servers of the broker"
                .formatted(transport));
      }
      return new TransportChoice.Brokered(
          transport, servers, password, passwordFile, prefix, replies());
    }
    if (repliesUrl != null) {
      throw new IllegalArgumentException(
          "--replies-url is for a transport with a broker, and %s has none".formatted(transport));
    }
    if (servers != null) {
      throw new IllegalArgumentException(
          "--broker-url is for a transport with a broker, and %s has none".formatted(transport));
    }
    if (tls != null) {
      if (secretFile != null) {
        throw new IllegalArgumentException(
            "--cluster-secret-file is of no use with --node-tls-certificate-file: the certificates"
                + " show who is a node. Leave it out");
      }
      return TransportChoice.Direct.byCertificate(transport, tls);
    }
    Path file = secretFile;
    String secret = file == null ? variable : read(file);
    if (secret == null) {
      throw new IllegalArgumentException(
          "a node needs the secret of its cluster in the environment, as "
              + SECRET_VARIABLE
              + ", or in the file --cluster-secret-file");
    }
    return TransportChoice.Direct.bySecret(transport, new ClusterSecret(secret), file);
  }

  private TransportChoice.@Nullable Replies replies() {
    String servers = repliesUrl;
    return servers == null
        ? null
        : new TransportChoice.Replies(servers, repliesPassword, repliesPasswordFile);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "the secret of the cluster cannot be read from --cluster-secret-file: " + unreadable,
          unreadable);
    }
  }
}
