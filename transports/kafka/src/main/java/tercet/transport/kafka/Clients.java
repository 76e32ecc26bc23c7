package tercet.transport.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import tercet.runtime.broker.BrokerSettings;
import tercet.runtime.codec.EnvelopeBatch;

/** Kafka's clients with the settings of this transport, and the reasons for each. */
final class Clients {
  /** A message with all that Kafka puts around it. */
  static final int RECORD_BYTES_MAX = EnvelopeBatch.BYTES_MAX + (1 << 14);

  /** How long a start may take to reach the brokers, also where all nodes start at once. */
  static final Duration START_MAX = Duration.ofSeconds(20);

  /** These say every 100 ms that a broker is away; the transport says it once. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("org.apache.kafka.clients.NetworkClient"),
          Logger.getLogger("org.apache.kafka.clients.FetchSessionHandler"),
          Logger.getLogger("org.apache.kafka.clients.producer.internals.Sender"));

  /**
   * A client leaves a broker that hangs after a second. With half of it, a client would leave
   * brokers that are slow because another one has just died.
   */
  private static final int REQUEST_MILLIS = 1_000;

  private final KafkaSettings settings;
  private final String node;

  /**
   * @param node name of this node, for the logs of brokers
   */
  Clients(KafkaSettings settings, String node) {
    this.settings = settings;
    this.node = node;
    QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
  }

  Admin admin() {
    Map<String, Object> map = common("admin");
    map.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) START_MAX.toMillis());
    // A request that makes hundreds of partitions takes longer than others.
    map.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5 * REQUEST_MILLIS);
    return Admin.create(map);
  }

  Producer<byte[], byte[]> producer() {
    Map<String, Object> map = common("producer");
    // A message that the broker took is on two of three brokers: the death of one loses none.
    map.put(ProducerConfig.ACKS_CONFIG, "all");
    // A message that the client sends again comes once, and in order.
    map.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // A message is a batch of envelopes already; to wait for more would only delay it.
    map.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // Messages that come meanwhile go together: a request costs more than its messages.
    map.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    // Later than that its readers drop it.
    int lifetime = (int) BrokerSettings.DEFAULTS.lifetime().toMillis();
    map.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, lifetime);
    // Only before the first message, while a topic is missing, or when the buffer is full.
    map.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST_MILLIS);
    // Some messages for each shard are under way at the most.
    map.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L << 20);
    map.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 16);
    map.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * RECORD_BYTES_MAX);
    return new KafkaProducer<>(map, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * For partitions that are assigned by hand.
   *
   * @param group whose offsets are committed; null for none
   * @param reset where reading goes on if the position is gone
   * @param patience of the broker with a request while there is no message; a partition that is
   *     assigned meanwhile waits until the request before has been answered
   */
  Consumer<byte[], byte[]> consumer(
      String name, @Nullable String group, String reset, Duration patience) {
    Map<String, Object> map = common(name);
    if (group != null) {
      map.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    }
    map.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    map.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, reset);
    map.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2 * REQUEST_MILLIS);
    // The broker answers as soon as there is a message.
    map.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    map.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) patience.toMillis());
    map.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, RECORD_BYTES_MAX);
    map.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * RECORD_BYTES_MAX);
    // Messages of partitions that this node stops to read are fetched in vain.
    map.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
    // Topics are made by this transport, with the settings that it needs.
    map.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // The envelopes have a check of their own, and the network has another.
    map.put(ConsumerConfig.CHECK_CRCS_CONFIG, false);
    return new KafkaConsumer<>(map, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> common(String name) {
    Map<String, Object> map = new HashMap<>();
    map.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.servers());
    map.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.prefix() + "-" + node + "-" + name);
    map.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    // A new leader is found as soon as there is one. It takes the brokers two seconds to agree on
    // it; a second more would be the client's alone.
    map.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, 20L);
    map.put(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, 100L);
    map.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 20L);
    map.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 100L);
    map.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 1_000L);
    map.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, 2_000L);
    map.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, 1_000L);
    map.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    secure(map);
    return map;
  }

  private void secure(Map<String, Object> map) {
    KafkaSettings.Login login = settings.login();
    KafkaSettings.Tls tls = settings.tls();
    String protocol = (login == null ? "" : "SASL_") + (tls == null ? "PLAINTEXT" : "SSL");
    map.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
    if (login != null) {
      map.put(LoginCallbacks.LOGIN, login);
      map.put(SaslConfigs.SASL_MECHANISM, login.mechanism().word());
      map.put(SaslConfigs.SASL_JAAS_CONFIG, login.mechanism().module());
      map.put(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, LoginCallbacks.class);
    }
    if (tls != null) {
      put(map, tls.authorities(), "truststore");
      put(map, tls.keys(), "keystore");
    }
  }

  private static void put(Map<String, Object> map, @Nullable Path file, String store) {
    if (file != null) {
      map.put("ssl." + store + ".type", "PEM");
      map.put("ssl." + store + ".location", file.toString());
    }
  }
}
