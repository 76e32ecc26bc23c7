package tercet.transport.rabbitmq;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Queues of shards that were deleted while the shop runs. Safe for threads. */
final class MissingQueues {
  private static final System.Logger LOG = System.getLogger(MissingQueues.class.getName());

  private final Topology topology;
  private final Counters counters;
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean reported = new AtomicBoolean();

  MissingQueues(Topology topology, Counters counters) {
    this.topology = topology;
    this.counters = counters;
  }

  /** The server has returned a message because this queue is not there. */
  void returned(String queue) {
    counters.returned.incrementAndGet();
    names.add(queue);
    if (reported.compareAndSet(false, true)) {
      LOG.log(
          System.Logger.Level.ERROR,
          "A message was lost because RabbitMQ has no queue {0}: it was deleted. It is made"
              + " again. From now on such messages are only counted.",
          queue);
    }
  }

  /** Makes the queue again if it is missing. Its messages are lost; senders send them again. */
  void makeAgain(Channel channel, String queue) throws IOException {
    if (names.contains(queue)) {
      topology.declare(channel, queue);
      names.remove(queue);
    }
  }
}
