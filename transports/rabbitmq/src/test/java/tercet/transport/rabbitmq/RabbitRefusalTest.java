package tercet.transport.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.broker.Recipient;
import tercet.testing.contract.BrokerSender;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.Folders;
import tercet.testing.testbed.server.Ports;
import tercet.testing.testbed.server.RabbitCluster;
import tercet.testing.testbed.server.Shell;

/** A node refuses to start, with a sentence that says what to do. */
@Tag("slow")
final class RabbitRefusalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Shards SHARDS = new Shards(2);
  private static final int TLS_PORT = Ports.free();
  private static Path keys;
  private static RabbitCluster servers;

  @BeforeAll
  static void start() {
    keys = Folders.temporary("keys");
    Folders.openToAll(keys);
    Path folder = Folders.temporary("rabbitmq");
    servers = RabbitCluster.start(folder, 1, System.out::println, tls());
  }

  /** A certificate that signs itself, and a server that shows it. */
  private static List<String> tls() {
    String make =
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext"
            + " subjectAltName=IP:127.0.0.1 -keyout key.pem -out certificate.pem"
            + " && chmod 644 key.pem";
    Shell.Result made = Shell.run(keys, Map.of(), List.of("sh", "-c", make));
    assertEquals(0, made.status(), made::output);
    return List.of(
        "listeners.ssl.1 = 127.0.0.1:" + TLS_PORT,
        "ssl_options.cacertfile = " + certificate(),
        "ssl_options.certfile = " + certificate(),
        "ssl_options.keyfile = " + keys.resolve("key.pem"));
  }

  private static Path certificate() {
    return keys.resolve("certificate.pem");
  }

  @AfterAll
  static void stop() {
    servers.close();
    Folders.delete(keys);
  }

  private static String refusal(RabbitSettings settings, Shards shards) {
    try (RabbitBroker broker = new RabbitBroker(settings, shards, "a")) {
      return String.valueOf(
          assertThrows(IOException.class, () -> broker.start(new CollectingInbox())).getMessage());
    }
  }

  private static void startOnce(RabbitSettings settings, Shards shards) throws IOException {
    try (RabbitBroker broker = new RabbitBroker(settings, shards, "a")) {
      broker.start(new CollectingInbox());
    }
  }

  private static void assertSays(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void queueOfAnotherKind() throws Exception {
    RabbitSettings settings = RabbitScene.settings(servers, RabbitScene.newShop());
    String queue = settings.prefix() + ".stock.1";
    try (Connection connection = RabbitScene.connect(servers);
        Channel channel = connection.createChannel()) {
      channel.queueDeclare(queue, true, false, false, Map.of());
    }
    assertSays(
        refusal(settings, SHARDS),
        queue,
        "another kind",
        "rabbitmqctl delete_queue -p '/' " + queue);
  }

  @Test
  void queueWhoseMessagesLiveForAnotherTime() throws IOException {
    RabbitSettings settings = RabbitScene.settings(servers, RabbitScene.newShop());
    startOnce(settings, SHARDS);
    assertSays(refusal(settings.withLifetime(PATIENCE), SHARDS), "another kind", "x-message-ttl");
  }

  @Test
  void otherNumberOfShards() throws IOException {
    RabbitSettings settings = RabbitScene.settings(servers, RabbitScene.newShop());
    startOnce(settings, SHARDS);
    assertSays(refusal(settings, new Shards(1)), "for more than the 1 shards", "cluster file");
    assertSays(refusal(settings, new Shards(3)), "for fewer than the 3 shards", "cluster file");
    startOnce(settings, SHARDS);
  }

  @Test
  void wrongPassword() {
    RabbitSettings settings = RabbitScene.settings(servers, RabbitScene.newShop());
    assertSays(
        refusal(settings.withPassword("wrong", null), SHARDS),
        "refuses the login of user guest",
        "rabbitmqctl");
  }

  @Test
  void unknownVirtualHost() {
    RabbitSettings settings =
        RabbitSettings.of(RabbitAddress.parse(servers.url() + "/nowhere"), "shop");
    assertSays(refusal(settings, SHARDS), "vhost nowhere not found", "set_permissions -p nowhere");
  }

  @Test
  void missingPasswordFile(@TempDir Path folder) {
    RabbitSettings settings = RabbitScene.settings(servers, RabbitScene.newShop());
    Path file = folder.resolve("password");
    assertSays(refusal(settings.withPassword("", file), SHARDS), file.toString());
  }

  @Test
  void serverWhoseCertificateIsSignedByAStranger() throws IOException {
    assertSays(refusal(impatient(secured("")), SHARDS), "certification path");
    startOnce(secured("?authorities=" + certificate()), SHARDS);
    Path missing = keys.resolve("missing.pem");
    assertSays(refusal(secured("?authorities=" + missing), SHARDS), missing.toString());
  }

  private static RabbitSettings secured(String more) {
    return RabbitSettings.of(
        RabbitAddress.parse("amqps://127.0.0.1:" + TLS_PORT + more), RabbitScene.newShop());
  }

  private static RabbitSettings impatient(RabbitSettings settings) {
    return settings.withLimits(RabbitScene.impatient());
  }

  @Test
  void noServerAnswers() {
    RabbitSettings settings =
        RabbitSettings.of(RabbitAddress.parse("amqp://127.0.0.1:" + Ports.free()), "shop");
    assertSays(refusal(impatient(settings), SHARDS), "cannot be reached", "--broker-url");
  }

  @Test
  void passwordFileIsReadForEachConnection(@TempDir Path folder) throws IOException {
    servers.server().control("add_user", "clerk", "old");
    servers.server().control("set_permissions", "clerk", ".*", ".*", ".*");
    Path file = Files.writeString(folder.resolve("password"), "old\n");
    RabbitSettings settings =
        RabbitSettings.of(
                RabbitAddress.parse(servers.url().replace("amqp://", "amqp://clerk@")),
                RabbitScene.newShop())
            .withPassword("", file);
    CollectingInbox inbox = new CollectingInbox();
    try (RabbitBroker broker = new RabbitBroker(settings, SHARDS, "a")) {
      broker.start(inbox);
      BrokerSender.send(broker, RabbitScene.message(new Recipient.AllNodes(), "before"));
      Await.until("it comes", PATIENCE, () -> inbox.ofNode.contains("before"));
      servers.server().control("change_password", "clerk", "new");
      Files.writeString(file, "new\n");
      servers.server().control("close_all_connections", "the password is another");
      Await.until(
          "it comes again",
          PATIENCE,
          () -> {
            publish(broker, "after");
            return inbox.ofNode.contains("after");
          });
    }
  }

  private static void publish(RabbitBroker broker, String text) {
    try {
      ShardId shard = new ShardId(Service.ORDER, 0);
      BrokerSender.send(
          broker,
          RabbitScene.message(new Recipient.Shard(shard), text),
          RabbitScene.message(new Recipient.AllNodes(), text));
    } catch (IOException notYet) {
      // The next one connects anew.
    }
  }
}
