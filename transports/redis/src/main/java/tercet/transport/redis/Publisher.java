package tercet.transport.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;
import tercet.driver.redis.RedisConnections;
import tercet.driver.redis.Replies;
import tercet.runtime.broker.Parcel;
import tercet.runtime.broker.Recipient;

/**
 * Adds messages to streams and sends them to channels, all servers at once: one that is dead delays
 * nothing that goes to the others. Safe for threads.
 */
final class Publisher {
  private static final System.Logger LOG = System.getLogger(Publisher.class.getName());

  /** A stream that no node reads loses older messages: five times a message's life. */
  private static final long KEPT_MILLIS = 10_000;

  private static final byte[] MINID = "MINID".getBytes(UTF_8);
  private static final byte[] ABOUT = "~".getBytes(UTF_8);
  private static final byte[] NEXT_ID = "*".getBytes(UTF_8);
  private static final byte[] FIELD = "b".getBytes(UTF_8);

  private final RedisConnections connections;
  private final StreamNames names;
  private final Function<JedisException, IOException> failure;
  private final Map<Integer, Line> lines = new ConcurrentHashMap<>();

  /** When the last message was added, by the clock of its server. */
  private volatile long serverMillis;

  /**
   * @param failure makes a sentence for the operator
   */
  Publisher(
      RedisConnections connections,
      StreamNames names,
      Function<JedisException, IOException> failure) {
    this.connections = connections;
    this.names = names;
    this.failure = failure;
  }

  /** Sends messages. Each hears within the connection's time limit whether a server has it. */
  void publish(List<Parcel> parcels) {
    for (Parcel parcel : parcels) {
      byte[] name = names.channel(parcel.to());
      lines.computeIfAbsent(place(name), place -> new Line(name)).add(parcel);
    }
  }

  /** Messages to one server, which go together while others are on their way. */
  private final class Line {
    private final byte[] name;
    private final Queue<Parcel> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /**
     * @param name that is on the server
     */
    Line(byte[] name) {
      this.name = name;
    }

    void add(Parcel parcel) {
      waiting.add(parcel);
      if (count.getAndIncrement() == 0) {
        Thread.ofVirtual().name("sends-to-redis").start(this::run);
      }
    }

    private void run() {
      int left;
      do {
        List<Parcel> together = new ArrayList<>();
        for (Parcel next = waiting.poll(); next != null; next = waiting.poll()) {
          together.add(next);
        }
        try {
          send(name, together);
        } catch (RuntimeException bug) { // must not end the line: no other sends what waits here
          LOG.log(System.Logger.Level.ERROR, "A bug: messages cannot be sent to Redis.", bug);
          IOException why = new IOException("The adapter of Redis fails.", bug);
          together.forEach(parcel -> parcel.failed(why));
        } finally {
          left = count.addAndGet(-together.size());
        }
      } while (left > 0);
    }
  }

  private void send(byte[] name, List<Parcel> parcels) {
    Connection connection = null;
    boolean answered = false;
    try {
      connection = connections.connect(name);
      for (Parcel parcel : parcels) {
        connection.sendCommand(command(parcel, names.channel(parcel.to())));
      }
      List<Object> answers = connection.getMany(parcels.size());
      answered = true;
      for (int number = 0; number < answers.size(); number++) {
        answer(parcels.get(number), answers.get(number));
      }
    } catch (JedisException e) {
      IOException why = failure.apply(e);
      parcels.forEach(parcel -> parcel.failed(why));
      connections.renew();
    } finally {
      if (connection != null && answered) {
        connections.giveBack(connection);
      } else if (connection != null) {
        connections.discard(connection); // replies are under way on it
      }
    }
  }

  /** The same for names that are on the same server. */
  private int place(byte[] name) {
    return connections.isOne() ? 0 : JedisClusterCRC16.getSlot(name);
  }

  private CommandArguments command(Parcel parcel, byte[] name) {
    if (!(parcel.to() instanceof Recipient.Shard)) {
      return new CommandArguments(Protocol.Command.SPUBLISH).add(name).add(parcel.batch());
    }
    CommandArguments add = new CommandArguments(Protocol.Command.XADD).add(name);
    long seen = serverMillis;
    if (seen > KEPT_MILLIS) {
      add.add(MINID).add(ABOUT).add(seen - KEPT_MILLIS);
    }
    return add.add(NEXT_ID).add(FIELD).add(parcel.batch());
  }

  private void answer(Parcel parcel, Object answer) {
    if (answer instanceof JedisException error) {
      throw error; // the messages before it are taken, and bear to be told that they are not
    }
    if (answer instanceof byte[] id) {
      String text = Replies.text(id);
      serverMillis = Long.parseLong(text.substring(0, text.indexOf('-')));
    }
    parcel.taken();
  }
}
