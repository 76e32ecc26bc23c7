package tercet.transport.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import tercet.driver.redis.RedisConnections;
import tercet.driver.redis.Replies;
import tercet.runtime.broker.Inbox;

/**
 * Listens to a channel. All nodes send signs of life, also to their own channels, so silence means
 * a lost connection.
 */
final class ChannelListener implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ChannelListener.class.getName());
  private static final Duration SILENCE_MAX = Duration.ofMillis(1_500);
  private static final long RETRY_NANOS = Duration.ofMillis(50).toNanos();

  private final RedisConnections connections;
  private final byte[] channel;
  private final Inbox inbox;
  private final Thread thread;
  private volatile @Nullable Connection open;
  private volatile boolean closed;

  ChannelListener(RedisConnections connections, byte[] channel, Inbox inbox) {
    this.connections = connections;
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
      return connection;
    } catch (JedisException e) {
      connections.discard(connection);
      throw e;
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
      inbox.forNode(batch);
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
