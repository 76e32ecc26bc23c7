package tercet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A server's data about itself. */
final class ServerFacts {
  /** Asks a master for its replicas. */
  static final CommandArguments REPLICATION =
      new CommandArguments(Protocol.Command.INFO).add("replication");

  private static final Pattern FOLLOWING =
      Pattern.compile("slave\\d+:.*state=online.*lag=[0-2]\\b");

  private ServerFacts() {}

  /**
   * The replication id of a master: another one after each failover and each restart, and now and
   * then while it runs.
   *
   * @throws JedisConnectionException if it is no master
   */
  static String ofMaster(Connection connection) {
    Map<String, String> facts = info(connection, "replication");
    String id = facts.get("master_replid");
    if (!"master".equals(facts.get("role")) || id == null) {
      throw new JedisConnectionException(
          connection.getHostAndPort() + " is no master but a " + facts.get("role"));
    }
    return id;
  }

  /** Whether a member of a cluster hears of most others. */
  static boolean isContent(Connection connection) {
    connection.sendCommand(Protocol.Command.CLUSTER, "INFO");
    return connection.getBulkReply().contains("cluster_state:ok");
  }

  /** How many replicas of it a master in a cluster knows, dead ones included. */
  static long replicasInCluster(Connection connection) {
    connection.sendCommand(Protocol.Command.CLUSTER, "MYID");
    String self = connection.getBulkReply();
    connection.sendCommand(Protocol.Command.CLUSTER, "NODES");
    // Each line: id, address, flags, id of its master, ...
    return connection
        .getBulkReply()
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(words -> words.length > 3 && words[3].equals(self))
        .count();
  }

  /**
   * How many replicas follow a master: they are connected, and have answered it within two seconds.
   * A halted one stays connected for a minute.
   *
   * @param replication the reply to {@link #REPLICATION}
   */
  static int following(byte[] replication) {
    return (int) FOLLOWING.matcher(new String(replication, UTF_8)).results().count();
  }

  /** A section of the server's INFO. */
  static Map<String, String> info(Connection connection, String section) {
    connection.sendCommand(Protocol.Command.INFO, section);
    Map<String, String> facts = new HashMap<>();
    byte[] reply = connection.getBinaryBulkReply();
    for (String line : new String(reply, UTF_8).split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        facts.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return facts;
  }
}
