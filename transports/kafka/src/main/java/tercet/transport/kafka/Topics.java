package tercet.transport.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the topics that are missing, and refuses those that are of another kind. */
final class Topics {
  private static final System.Logger LOG = System.getLogger(Topics.class.getName());

  /**
   * With this number of copies two must confirm a message, and a topic can be used without one
   * broker.
   */
  private static final int SAFE = 3;

  private final KafkaSettings settings;
  private final Layout layout;
  private final Admin admin;

  Topics(KafkaSettings settings, Layout layout, Admin admin) {
    this.settings = settings;
    this.layout = layout;
    this.admin = admin;
  }

  /**
   * Returns when all topics are there.
   *
   * @throws IOException with a sentence for the operator
   */
  void make() throws IOException {
    int brokers = brokers();
    Map<String, TopicDescription> present = describe();
    List<NewTopic> missing = new ArrayList<>();
    layout
        .partitions()
        .forEach((topic, partitions) -> {
          if (!present.containsKey(topic)) {
            missing.add(newTopic(topic, partitions, copies(brokers)));
          }
        });
    if (!missing.isEmpty()) {
      create(missing, brokers);
      present.putAll(describe());
    }
    if (hasGrown(present)) {
      present.putAll(describe());
    }
    for (TopicDescription topic : present.values()) {
      check(topic, brokers);
    }
    checkSettings(present);
  }

  /**
   * Adds partitions for nodes that are new in the cluster file.
   *
   * @return whether there were too few
   */
  private boolean hasGrown(Map<String, TopicDescription> present) throws IOException {
    String name = layout.ofNodes();
    int wanted = layout.partitions().getOrDefault(name, 0);
    TopicDescription topic = present.get(name);
    if (topic == null || topic.partitions().size() >= wanted) {
      return false;
    }
    try {
      get(admin.createPartitions(Map.of(name, NewPartitions.increaseTo(wanted))).all());
    } catch (IOException refused) {
      if (!(refused.getCause() instanceof InvalidPartitionsException)) {
        throw refused; // otherwise another node has added them meanwhile
      }
    }
    return true;
  }

  /** All registered brokers, also dead ones. */
  private int brokers() throws IOException {
    DescribeClusterOptions all = new DescribeClusterOptions().includeFencedBrokers(true);
    return get(admin.describeCluster(all).nodes()).size();
  }

  private int copies(int brokers) {
    if (settings.replication() != KafkaSettings.AUTOMATIC) {
      return settings.replication();
    }
    return brokers >= SAFE ? SAFE : 1;
  }

  private Map<String, TopicDescription> describe() throws IOException {
    Map<String, TopicDescription> found = new HashMap<>();
    for (var asked :
        admin.describeTopics(layout.partitions().keySet()).topicNameValues().entrySet()) {
      try {
        found.put(asked.getKey(), asked.getValue().get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw refused(e);
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    return found;
  }

  private static NewTopic newTopic(String name, int partitions, int copies) {
    Map<String, String> configs = new HashMap<>();
    // Messages live for seconds; minutes are for a person who looks what is wrong.
    configs.put(TopicConfig.RETENTION_MS_CONFIG, "300000");
    configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    // Kafka deletes whole segments only, and none that it still writes to.
    configs.put(TopicConfig.SEGMENT_MS_CONFIG, "60000");
    configs.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(16 << 20));
    configs.put(TopicConfig.SEGMENT_INDEX_BYTES_CONFIG, Integer.toString(1 << 20));
    configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Clients.RECORD_BYTES_MAX));
    // A new reader passes old messages over. One clock tells their age: the broker's.
    configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, copies >= SAFE ? "2" : "1");
    return new NewTopic(name, partitions, (short) copies).configs(configs);
  }

  private void create(List<NewTopic> missing, int brokers) throws IOException {
    for (KafkaFuture<Void> made : admin.createTopics(missing).values().values()) {
      try {
        made.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof InvalidReplicationFactorException) {
          throw new IOException(
              ("Kafka has %d brokers, and each topic is to have %d copies. Start more brokers, or"
                      + " ask for fewer copies.")
                  .formatted(brokers, copies(brokers)),
              e);
        }
        if (!(e.getCause() instanceof TopicExistsException)) { // another node has made it meanwhile
          throw refused(e);
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private void check(TopicDescription topic, int brokers) throws IOException {
    int wanted = layout.partitions().getOrDefault(topic.name(), 0);
    int partitions = topic.partitions().size();
    boolean isEnough = topic.name().equals(layout.ofNodes()) && partitions >= wanted;
    if (partitions != wanted && !isEnough) {
      throw new IOException(
          ("Topic %s has %d partitions, and there must be %d, one for each shard of the cluster"
               + " file. Stop all nodes and delete the topics that begin with %s-, or use another"
               + " prefix; no record is lost by that.")
              .formatted(topic.name(), partitions, wanted, settings.prefix()));
    }
    int copies = topic.partitions().getFirst().replicas().size();
    boolean tooFew =
        settings.replication() == KafkaSettings.AUTOMATIC && brokers >= SAFE && copies < SAFE;
    boolean other =
        settings.replication() != KafkaSettings.AUTOMATIC && copies != settings.replication();
    if (tooFew || other) {
      throw new IOException(
          ("Topic %s has %d copies of each message, and there must be %d. Stop all nodes and"
                  + " delete the topics that begin with %s-, or ask for %d copies.")
              .formatted(topic.name(), copies, copies(brokers), settings.prefix(), copies));
    }
  }

  /** A topic that this transport has not made may have others, which would lose messages. */
  private void checkSettings(Map<String, TopicDescription> topics) throws IOException {
    List<ConfigResource> asked =
        topics.keySet().stream()
            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
            .toList();
    for (var described : admin.describeConfigs(asked).values().entrySet()) {
      String name = described.getKey().name();
      try {
        TopicDescription topic = Objects.requireNonNull(topics.get(name));
        int copies = topic.partitions().getFirst().replicas().size();
        checkSettings(name, described.getValue().get(), copies);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof AuthorizationException)) {
          throw refused(e);
        }
        LOG.log(
            System.Logger.Level.WARNING,
            "Kafka does not tell this user the settings of topic {0}, so they are not checked.",
            name);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private void checkSettings(String topic, Config config, int copies) throws IOException {
    Function<String, String> value =
        name -> {
          ConfigEntry entry = config.get(name);
          return entry == null || entry.value() == null ? "" : entry.value();
        };
    String appended = "LogAppendTime";
    if (!value.apply(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).equals(appended)) {
      throw otherSetting(topic, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, value, appended);
    }
    String deleting = TopicConfig.CLEANUP_POLICY_DELETE;
    if (!value.apply(TopicConfig.CLEANUP_POLICY_CONFIG).equals(deleting)) {
      throw otherSetting(topic, TopicConfig.CLEANUP_POLICY_CONFIG, value, deleting);
    }
    long least = Clients.RECORD_BYTES_MAX;
    if (number(value.apply(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)) < least) {
      throw otherSetting(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, value, "at least " + least);
    }
    long confirming = copies >= SAFE ? 2 : 1;
    if (number(value.apply(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)) < confirming) {
      throw otherSetting(
          topic, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, value, "at least " + confirming);
    }
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  private IOException otherSetting(
      String topic, String setting, Function<String, String> value, String wanted) {
    return new IOException(
        ("Topic %s has %s '%s', and it must be %s. Set it so, or stop all nodes and delete the"
                + " topics that begin with %s-; no record is lost by that.")
            .formatted(topic, setting, value.apply(setting), wanted, settings.prefix()));
  }

  private <T> T get(KafkaFuture<T> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw refused(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private IOException refused(ExecutionException e) {
    return refused(e.getCause() == null ? e : e.getCause());
  }

  /** A failure of Kafka as a sentence for the operator. */
  IOException refused(Throwable why) {
    String sentence =
        switch (why) {
          case AuthenticationException _ -> "Kafka at %s refuses the login: %s";
          case AuthorizationException _ -> "Kafka at %s does not allow this user to do that: %s";
          default -> "Kafka at %s cannot be used: %s";
        };
    return new IOException(sentence.formatted(settings.servers(), why.getMessage()), why);
  }

  private static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted while Kafka was to make topics", e);
  }
}
