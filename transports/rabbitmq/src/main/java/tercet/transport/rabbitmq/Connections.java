package tercet.transport.rabbitmq;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import tercet.runtime.cluster.NodeAddress;

/** Makes connections to the first server that answers. Safe for threads. */
final class Connections implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Connections.class.getName());

  /** In AMQP: a connection is refused because of its settings. */
  private static final int NOT_ALLOWED = 530;

  private final RabbitSettings settings;
  private final String node;
  private final Counters counters;
  private final ExecutorService callbacks = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param node whose connections they are, for the lists of an operator
   */
  Connections(RabbitSettings settings, String node, Counters counters) {
    this.settings = settings;
    this.node = node;
    this.counters = counters;
  }

  /**
   * A connection and where it leads.
   *
   * @param host the place of the server among the addresses
   */
  record Opened(Connection connection, int host) {}

  /**
   * Connects to the first server that lets this node in.
   *
   * @param purpose for the lists of an operator
   * @param first the place among the addresses to begin with; any number
   * @param answerMax how long the connection waits for an answer to a request; zero for no limit
   * @throws RefusedException if a server refuses this node because of its settings
   * @throws IOException if no server answers; with a sentence for the operator
   */
  Opened open(String purpose, int first, Duration answerMax) throws IOException {
    List<NodeAddress> hosts = settings.address().hosts();
    ConnectionFactory factory = factory(answerMax);
    IOException last = new IOException("no address");
    for (int number = 0; number < hosts.size(); number++) {
      int place = Math.floorMod(first + number, hosts.size());
      NodeAddress host = hosts.get(place);
      try {
        Connection connection =
            factory.newConnection(
                List.of(new Address(host.host(), host.port())), "tercet " + node + " " + purpose);
        counters.connections.incrementAndGet();
        connection.addShutdownListener(why -> {
          if (!why.isInitiatedByApplication()) {
            counters.broken.incrementAndGet();
          }
        });
        return new Opened(connection, place);
      } catch (PossibleAuthenticationFailureException refused) {
        throw new RefusedException(loginRefused(host), refused);
      } catch (IOException failed) {
        if (Failures.code(failed) == NOT_ALLOWED) {
          throw new RefusedException(virtualHostRefused(host, Failures.text(failed)), failed);
        }
        last = failed;
      } catch (TimeoutException | ShutdownSignalException failed) {
        last = new IOException(failed);
      }
    }
    throw new IOException(
        "RabbitMQ cannot be reached at %s: %s. Start it, or give its address with --broker-url."
            .formatted(settings.address(), Failures.text(last)),
        last);
  }

  /**
   * The same to read. A request waits for its answer for as long as the connection lives: the first
   * one for a queue waits until the queue answers. A channel that was left before would keep its
   * number at the server, and the next channel of this number would end the connection.
   */
  Opened openToRead(int first) throws IOException {
    return open("reads", first, Duration.ZERO);
  }

  private String loginRefused(NodeAddress host) {
    return ("RabbitMQ at %s refuses the login of user %s. Check the user in --broker-url and the"
            + " password; a user is made by: rabbitmqctl add_user %s")
        .formatted(host, settings.address().user(), settings.address().user());
  }

  private String virtualHostRefused(NodeAddress host, String why) {
    return ("RabbitMQ at %s refuses user %s: %s. The user needs all rights in its virtual host:"
            + " rabbitmqctl set_permissions -p %s %s '.*' '.*' '.*'")
        .formatted(
            host,
            settings.address().user(),
            why,
            settings.address().virtualHost(),
            settings.address().user());
  }

  private ConnectionFactory factory(Duration answerMax) throws IOException {
    RabbitLimits limits = settings.limits();
    ConnectionFactory factory = new ConnectionFactory();
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setVirtualHost(settings.address().virtualHost());
    factory.setUsername(settings.address().user());
    factory.setPassword(password());
    factory.setConnectionTimeout((int) limits.connectMax().toMillis());
    factory.setHandshakeTimeout((int) limits.handshakeMax().toMillis());
    factory.setShutdownTimeout((int) limits.connectMax().toMillis());
    factory.setChannelRpcTimeout((int) answerMax.toMillis());
    factory.setRequestedHeartbeat((int) limits.heartbeat().toSeconds());
    factory.setSharedExecutor(callbacks);
    factory.setThreadFactory(Thread.ofPlatform().daemon().name("rabbitmq-", 0).factory());
    factory.setExceptionHandler(new Quiet());
    if (settings.address().tls()) {
      factory.useSslProtocol(Certificates.trusting(settings.address().authorities()));
      factory.enableHostnameVerification();
    }
    return factory;
  }

  private String password() throws IOException {
    if (settings.passwordFile() == null) {
      return settings.password();
    }
    try {
      return Files.readString(settings.passwordFile()).strip();
    } catch (IOException e) {
      throw new RefusedException(
          "The file with RabbitMQ's password cannot be read: " + settings.passwordFile() + ".", e);
    }
  }

  /** A broken connection is not logged here: it is counted, and made again. */
  private static final class Quiet extends ForgivingExceptionHandler {
    @Override
    protected void log(String message, Throwable why) {
      LOG.log(System.Logger.Level.DEBUG, message, why);
    }
  }

  /** Ends what works for the connections; they are closed before. */
  @Override
  public void close() {
    callbacks.shutdown();
  }
}
