package tercet.driver.redis;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** Asks the sentinels about a master and its replicas. */
public final class Sentinels {
  private final RedisAddress address;
  private final JedisClientConfig login;

  Sentinels(RedisAddress address, JedisClientConfig login) {
    this.address = address;
    this.login = login;
  }

  /**
   * The server that they take for the master.
   *
   * @param doubted a server that did not answer as a master, or null. Another server that any
   *     sentinel names is preferred to it, because some sentinels learn of a new master later than
   *     others
   * @throws JedisConnectionException if no sentinel knows
   */
  HostAndPort master(@Nullable HostAndPort doubted) {
    HostAndPort named = null;
    for (HostAndPort sentinel : address.hosts()) {
      HostAndPort other = ask(sentinel);
      if (other != null && !other.equals(doubted)) {
        return other;
      }
      named = other == null ? named : other;
    }
    if (named == null) {
      throw new JedisConnectionException(
          "none of the sentinels %s names a master '%s'"
              .formatted(address.hosts(), address.master()));
    }
    return named;
  }

  private @Nullable HostAndPort ask(HostAndPort sentinel) {
    try (Connection connection = new Connection(sentinel, login)) {
      connection.sendCommand(
          Protocol.Command.SENTINEL, "GET-MASTER-ADDR-BY-NAME", address.master());
      List<Object> named = connection.getObjectMultiBulkReply();
      return named == null || named.size() < 2
          ? null
          : new HostAndPort(
              Replies.text(named.get(0)), Integer.parseInt(Replies.text(named.get(1))));
    } catch (JedisException e) {
      return null; // another one may answer
    }
  }

  /** Whether most sentinels report that a server, which they name as the master, is down. */
  boolean takeForDown(HostAndPort master) {
    long reporting =
        address.hosts().stream().filter(sentinel -> takesForDown(sentinel, master)).count();
    return reporting > address.hosts().size() / 2;
  }

  private boolean takesForDown(HostAndPort sentinel, HostAndPort master) {
    try (Connection connection = new Connection(sentinel, login)) {
      Map<String, String> known = facts(connection);
      return isSame(known, master) && known.getOrDefault("flags", "").contains("_down");
    } catch (JedisException e) {
      return false; // a sentinel that is gone reports nothing
    }
  }

  private Map<String, String> facts(Connection connection) {
    connection.sendCommand(Protocol.Command.SENTINEL, "MASTER", address.master());
    return Replies.facts(connection.getObjectMultiBulkReply());
  }

  private static boolean isSame(Map<String, String> known, HostAndPort master) {
    return String.valueOf(master.getPort()).equals(known.get("port"))
        && master.getHost().equals(known.get("ip"));
  }

  /**
   * Whether most sentinels report that a master is well and that so many of its replicas are gone.
   * Then none of these is about to become the master. Sentinels learn of a new master one after the
   * other. One that has not learned of it yet reports the former master as down.
   */
  public boolean agree(HostAndPort master, int missing) {
    long agreeing =
        address.hosts().stream().filter(sentinel -> agrees(sentinel, master, missing)).count();
    return agreeing > address.hosts().size() / 2;
  }

  /**
   * A replica that sentinels do not promote: it is down, or has not reported its state since it
   * lost its master.
   */
  private static boolean isGone(Map<String, String> replica) {
    String flags = replica.getOrDefault("flags", "");
    return flags.contains("s_down")
        || flags.contains("disconnected")
        || "0".equals(replica.get("info-refresh"));
  }

  private boolean agrees(HostAndPort sentinel, HostAndPort master, int missing) {
    try (Connection connection = new Connection(sentinel, login)) {
      Map<String, String> known = facts(connection);
      String flags = known.getOrDefault("flags", "");
      if (!isSame(known, master)) {
        // It has not heard of this master yet. The one before is down and cannot be promoted.
        return missing == 1 && flags.contains("s_down");
      }
      // It may not be connected to a master that it has heard of a moment ago.
      boolean isWell = !flags.contains("_down") && !flags.contains("failover");
      return isWell && gone(connection) >= missing;
    } catch (JedisException e) {
      return false; // a sentinel that is gone agrees to nothing
    }
  }

  private long gone(Connection connection) {
    connection.sendCommand(Protocol.Command.SENTINEL, "REPLICAS", address.master());
    List<Object> replicas = connection.getObjectMultiBulkReply();
    return replicas.stream()
        .map(replica -> Replies.facts((List<?>) replica))
        .filter(Sentinels::isGone)
        .count();
  }
}
