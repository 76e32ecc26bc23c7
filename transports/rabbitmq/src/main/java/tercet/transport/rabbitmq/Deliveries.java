package tercet.transport.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Messages that a channel has brought and its reader has not taken yet. RabbitMQ's prefetch bounds
 * them. One thread takes them.
 */
final class Deliveries extends DefaultConsumer {
  /** A message that the server has sent. */
  static final class Delivery {
    private final long tag;
    private final byte[] body;
    private final boolean again;

    private Delivery(long tag, byte[] body, boolean again) {
      this.tag = tag;
      this.body = body;
      this.again = again;
    }

    long tag() {
      return tag;
    }

    /** The bytes themselves, no copy. */
    byte[] body() {
      return body;
    }

    /** Whether some reader has had it before. */
    boolean again() {
      return again;
    }
  }

  private static final Delivery END = new Delivery(0, new byte[0], false);

  private final LinkedBlockingQueue<Delivery> waiting = new LinkedBlockingQueue<>();
  private volatile boolean ended;

  Deliveries(Channel channel) {
    super(channel);
  }

  @Override
  public void handleDelivery(
      String consumer, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    waiting.add(new Delivery(envelope.getDeliveryTag(), body, envelope.isRedeliver()));
  }

  /** The queue was deleted, or its server is gone. */
  @Override
  public void handleCancel(String consumer) {
    end();
  }

  @Override
  public void handleShutdownSignal(String consumer, ShutdownSignalException why) {
    end();
  }

  /** Nothing is taken any more. Safe for any thread. */
  void end() {
    ended = true;
    waiting.add(END);
  }

  boolean hasEnded() {
    return ended;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Takes the next one.
   *
   * @param millis how long to wait for it; negative for no limit
   * @return null if none came, or this has ended
   */
  @Nullable Delivery take(long millis) throws InterruptedException {
    if (ended) {
      return null;
    }
    Delivery next = millis < 0 ? waiting.take() : waiting.poll(millis, TimeUnit.MILLISECONDS);
    return ended ? null : next;
  }
}
