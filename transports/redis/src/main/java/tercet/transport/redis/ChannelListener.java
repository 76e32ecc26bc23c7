package tercet.transport.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import tercet.driver.redis.RedisConnections;
import tercet.driver.redis.Replies;
import tercet.runtime.broker.Inbox;
import tercet.runtime.broker.Parcel;
import tercet.runtime.broker.Recipient;

/**
 * Listens to a channel. When it has heard nothing for a while, it sends an empty message to the
 * channel, by the way that all messages take. If it does not hear that either, its connection is
 * lost, or leads to a server that is the master no longer.
 */
final class ChannelListener implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ChannelListener.class.getName());
  private static final Duration SILENCE_MAX = Duration.ofMillis(1_500);
  private static final long QUIET_NANOS = SILENCE_MAX.dividedBy(3).toNanos();
  private static final byte[] EMPTY = {};
  private static final long RETRY_NANOS = Duration.ofMillis(50).toNanos();

  private final RedisConnections connections;
  private final Publisher publisher;
  private final Recipient to;
  private final byte[] channel;
  private final Inbox inbox;
  private final Thread thread;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile long heardAt;
  private volatile @Nullable Connection open;
  private volatile boolean closed;

  /**
   * @param publisher for messages to the channel
   * @param to who the channel is for
   * @param channel its name
   */
  ChannelListener(
      RedisConnections connections,
      Publisher publisher,
      Recipient to,
      byte[] channel,
      Inbox inbox) {
    this.connections = connections;
    this.publisher = publisher;
    this.to = to;
    this.channel = channel;
    this.inbox = inbox;
    this.thread = Thread.ofVirtual().name("channel-" + Replies.text(channel)).unstarted(this::run);
  }

  /**
   * @throws JedisException if the server cannot be reached
   */
  void start() {
    open = subscribe();
    thread.start();
  }

  private Connection subscribe() {
    Connection connection = connections.connect(channel);
    try {
      connection.setSoTimeout(Math.toIntExact(SILENCE_MAX.toMillis()));
      connection.sendCommand(Protocol.Command.SSUBSCRIBE, channel);
      connection.getOne();
      heardAt = System.nanoTime();
      return connection;
    } catch (JedisException e) {
      connections.discard(connection);
      throw e;
    }
  }

  /** Sends an empty message if nothing was heard for a while. Waits for nothing. */
  void breakSilence() {
    boolean isQuiet = open != null && System.nanoTime() - heardAt > QUIET_NANOS;
    if (isQuiet && asking.compareAndSet(false, true)) {
      publisher.publish(List.of(new Parcel(to, EMPTY, new Asked())));
    }
  }

  /** One empty message is under way at a time. */
  private final class Asked implements Parcel.Outcome {
    @Override
    public void taken() {
      asking.set(false);
    }

    @Override
    public void failed(IOException why) {
      asking.set(false);
    }
  }

  private void run() {
    while (!closed) {
      Connection connection = open;
      try {
        if (connection == null) {
          connections.renew();
          connection = subscribe();
          open = connection;
        }
        hear(connection);
      } catch (JedisException broken) {
        LOG.log(System.Logger.Level.DEBUG, "A channel is lost and subscribed to again", broken);
        if (connection != null) {
          connections.discard(connection);
        }
        open = null;
        LockSupport.parkNanos(this, RETRY_NANOS);
      }
    }
    Connection last = open;
    if (last != null) {
      connections.discard(last); // one that hears a channel is of no other use
    }
  }

  private void hear(Connection connection) {
    if (connection.getUnflushedObject() instanceof List<?> push
        && push.size() == 3
        && Replies.text(push.get(0)).equals("smessage")
        && push.get(2) instanceof byte[] batch) {
      heardAt = System.nanoTime();
      if (batch.length > 0) {
        inbox.forNode(batch);
      }
    } else {
      throw new JedisException("the channel has moved to another server");
    }
  }

  @Override
  public void close() {
    closed = true;
    Connection connection = open;
    if (connection != null) {
      connection.disconnect(); // which ends a read that waits
    }
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
