package tercet.transport.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Inbox;
import tercet.runtime.broker.Recipient;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.Ownership;
import tercet.testing.contract.BrokerSender;
import tercet.testing.contract.Loopback;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.KafkaCluster;

/** A node takes a shard over for which old messages wait. */
@Tag("slow")
final class KafkaTakeoverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK_BACK = Duration.ofSeconds(1);
  private final ClusterMap map = Loopback.cluster(4, Ownership.ANY_NODE, "front", "a", "b");
  private final ShardId shard = map.preferring(map.node("a")).getFirst();

  /** The reader before has committed an offset, or there was none. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oldMessagesArePassedOverByTheirTime(boolean wasReadBefore) throws Exception {
    try (KafkaCluster kafka = KafkaCluster.start(1, what -> {})) {
      KafkaSettings settings = KafkaSettings.of(kafka.url()).withLookBack(LOOK_BACK);
      try (KafkaBroker sender = new KafkaBroker(settings, map, "front")) {
        sender.start(new Taking());
        if (wasReadBefore) {
          Taking before = new Taking();
          try (KafkaBroker a = new KafkaBroker(settings, map, "a")) {
            a.start(before);
            a.assign(Set.of(shard));
            send(sender, 1);
            Await.until("the first comes", PATIENCE, () -> before.words.contains((byte) 1));
          }
        }
        send(sender, 2);
        awaitPassed(LOOK_BACK.multipliedBy(2));
        Taking after = new Taking();
        try (KafkaBroker b = new KafkaBroker(settings, map, "b")) {
          b.start(after);
          b.assign(Set.of(shard));
          Await.until(
              "a young one comes",
              PATIENCE,
              () -> {
                send(sender, 3); // one may be old when the reader looks where it begins
                return after.words.contains((byte) 3);
              });
        }
        assertEquals(Set.of((byte) 3), Set.copyOf(after.words));
      }
    }
  }

  private void send(KafkaBroker sender, int word) {
    byte[] batch = {(byte) word};
    try {
      BrokerSender.send(sender, new BrokerSender.Message(new Recipient.Shard(shard), batch));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitPassed(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static final class Taking implements Inbox {
    private final List<Byte> words = new CopyOnWriteArrayList<>();

    @Override
    public BooleanSupplier fromShard(ShardId shard, byte[] batch) {
      words.add(batch[0]);
      return () -> true;
    }

    @Override
    public void forNode(byte[] batch) {
      words.add(batch[0]);
    }
  }
}
