package tercet.transport.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import tercet.kernel.id.Shards;
import tercet.testing.contract.BrokerMeasurement;
import tercet.testing.testbed.server.RabbitCluster;

/**
 * Envelopes through {@link RabbitBroker}, in turns with messages of a plain client through a queue
 * of the same kind: persistent, confirmed to the publisher, acknowledged by the reader. Started by
 * hand; HACKING.md says how.
 */
final class RabbitMeasurement {
  private static final Duration TURN = Duration.ofSeconds(4);
  private static final int TURNS = 4;
  private static final int UNCONFIRMED_MAX = 1_000;
  private static final int PREFETCH = 500;
  private static final int ACKNOWLEDGED_TOGETHER = 100;

  private RabbitMeasurement() {}

  /**
   * Measures.
   *
   * @param arguments how many servers, 1 or 3; 1 if not given
   */
  public static void main(String[] arguments) throws Exception {
    int count = arguments.length == 0 ? 1 : Integer.parseInt(arguments[0]);
    try (RabbitCluster servers = RabbitScene.start(count)) {
      RabbitSettings settings = RabbitScene.settings(servers, "measured");
      try (BrokerMeasurement ours =
          new BrokerMeasurement(
              (map, node) -> new RabbitBroker(settings, new Shards(map.shardCount()), node))) {
        System.out.println("servers  under way  envelopes/s  plain messages/s  ratio");
        for (int turn = 0; turn < TURNS; turn++) {
          for (int underWay : new int[] {128, 1_024, 8_192}) {
            double plain = plain(servers, settings, ours.single());
            double envelopes = ours.perSecond(underWay, TURN);
            System.out.printf(
                "%7d  %9d  %11.0f  %16.0f  %5.2f%n",
                count, underWay, envelopes, plain, envelopes / plain);
          }
        }
        System.out.println(ours.statistics());
      }
    }
    System.exit(0);
  }

  private static double plain(RabbitCluster servers, RabbitSettings settings, byte[] body)
      throws Exception {
    String queue = "plain";
    try (Connection sends = RabbitScene.connect(servers);
        Connection reads = RabbitScene.connect(servers);
        Channel publisher = sends.createChannel();
        Channel reader = reads.createChannel()) {
      new Topology(settings, new Shards(1)).declare(publisher, queue);
      AtomicLong received = new AtomicLong();
      reader.basicQos(PREFETCH);
      reader.basicConsume(queue, false, new Counting(reader, received));
      Semaphore room = new Semaphore(UNCONFIRMED_MAX);
      Confirmed confirmed = new Confirmed(room);
      publisher.confirmSelect();
      publisher.addConfirmListener(confirmed::hear, confirmed::hear);
      long start = System.nanoTime();
      while (System.nanoTime() - start < TURN.toNanos()) {
        room.acquire();
        publisher.basicPublish("", queue, true, MessageProperties.PERSISTENT_BASIC, body);
      }
      double perSecond = received.get() * 1e9 / (System.nanoTime() - start);
      publisher.queueDelete(queue);
      return perSecond;
    }
  }

  /** Gives room for as many as a confirmation is about. */
  private static final class Confirmed {
    private final Semaphore room;
    private final TreeSet<Long> single = new TreeSet<>();
    private long below = 1;

    Confirmed(Semaphore room) {
      this.room = room;
    }

    void hear(long tag, boolean multiple) {
      int count = 1;
      if (multiple) {
        SortedSet<Long> known = single.headSet(tag + 1);
        count = (int) (tag + 1 - below - known.size());
        known.clear();
        below = tag + 1;
      } else {
        single.add(tag);
      }
      room.release(count);
    }
  }

  /** Acknowledges many at once. */
  private static final class Counting extends DefaultConsumer {
    private final AtomicLong received;

    Counting(Channel channel, AtomicLong received) {
      super(channel);
      this.received = received;
    }

    @Override
    public void handleDelivery(
        String consumer, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
        throws IOException {
      if (received.incrementAndGet() % ACKNOWLEDGED_TOGETHER == 0) {
        getChannel().basicAck(envelope.getDeliveryTag(), true);
      }
    }
  }
}
