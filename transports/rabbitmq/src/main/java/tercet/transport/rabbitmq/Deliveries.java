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
 * What a channel has brought and nobody has taken yet. RabbitMQ's prefetch bounds it. Taken by one
 * thread.
 */
final class Deliveries extends DefaultConsumer {
  /** What the server has sent. */
  record Delivery(long tag, byte[] body, boolean again) {}

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
   * @param millis how long to wait for it; a negative number for as long as it takes
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
