package tercet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import tercet.driver.redis.RedisAddress;
import tercet.driver.redis.Replies;
import tercet.kernel.id.Shards;

/** Checks that the settings of a server allow the store's guarantees. */
final class ServerCheck {
  private static final int VERSION_MIN = 7;

  /** Before the number of shards, where Redis holds a shop. */
  private static final String SHARDS = "shards=";

  private ServerCheck() {}

  /**
   * Looks at a server before it is used.
   *
   * @throws UnsafeRedisException if it may lose acknowledged commits
   */
  static void requireSafe(Connection connection, RedisSettings settings) {
    Map<String, String> facts = ServerFacts.info(connection, "everything");
    String where = String.valueOf(connection.getHostAndPort());
    String version = facts.getOrDefault("redis_version", "0");
    if (Integer.parseInt(version.split("\\.", 2)[0]) < VERSION_MIN) {
      throw new UnsafeRedisException(
          "%s is Redis %s; 7.0 or newer is needed.".formatted(where, version));
    }
    String policy = facts.getOrDefault("maxmemory_policy", "");
    if (!policy.equals("noeviction")) {
      throw new UnsafeRedisException(
          ("%s has maxmemory-policy %s: it may drop records when its memory is full. Set it to"
                  + " noeviction.")
              .formatted(where, policy));
    }
    if (settings.needsDisk()) {
      requireDisk(connection, where, facts);
    }
    boolean isCluster = settings.address().topology() == RedisAddress.Topology.CLUSTER;
    if (isCluster && settings.replicas() > 0) {
      requireOldReplicasStay(connection, where, settings.limits());
    }
  }

  /**
   * The shop goes on without a replica that has confirmed nothing for a time. The cluster must not
   * make that one a master later.
   */
  private static void requireOldReplicasStay(
      Connection connection, String where, RedisLimits limits) {
    long timeout = number(connection, "cluster-node-timeout");
    long factor = number(connection, "cluster-replica-validity-factor");
    long ping = number(connection, "repl-ping-replica-period");
    // The rule of Redis's clusterHandleSlaveFailover, whose clock has whole seconds.
    double electedMillis = timeout * (factor + 1.0) + ping * 1_000.0;
    double bound = (Math.floor(electedMillis / 1_000) + 1) * 1_000;
    long goOn = limits.confirmMax().plus(limits.goOnAfter()).toMillis();
    if (factor == 0 || goOn < bound) {
      throw new UnsafeRedisException(
          ("%s has cluster-node-timeout %d, cluster-replica-validity-factor %d and"
                  + " repl-ping-replica-period %d: a replica that has heard nothing %s may become"
                  + " the master, and the shop goes on without it after %d ms. Acknowledged commits"
                  + " could be lost. Set them to 500, 2 and 1 on all servers of the cluster.")
              .formatted(
                  where,
                  timeout,
                  factor,
                  ping,
                  factor == 0 ? "for any time" : "for nearly %.0f ms".formatted(bound),
                  goOn));
    }
  }

  private static long number(Connection connection, String name) {
    return Long.parseLong(setting(connection, name));
  }

  private static String setting(Connection connection, String name) {
    connection.sendCommand(Protocol.Command.CONFIG, "GET", name);
    String found = Replies.facts(connection.getObjectMultiBulkReply()).get(name);
    if (found == null) {
      throw new UnsafeRedisException(
          "%s does not tell its %s.".formatted(connection.getHostAndPort(), name));
    }
    return found;
  }

  private static void requireDisk(Connection connection, String where, Map<String, String> facts) {
    if (!"1".equals(facts.get("aof_enabled"))) {
      throw new UnsafeRedisException(
          ("%s has appendonly no: acknowledged commits are gone after a restart. Turn it on, or say"
                  + " --redis-durability memory if that is wanted.")
              .formatted(where));
    }
    String found = setting(connection, "appendfsync");
    if (!found.equals("always")) {
      throw new UnsafeRedisException(
          ("%s has appendfsync %s: commits of the last second are gone after a crash."
                  + " Set it to always, or say --redis-durability memory if that is wanted.")
              .formatted(where, found));
    }
  }

  /**
   * Checks that commits can be confirmed, and the number of shards.
   *
   * @throws RedisRefusedException if its commits would never be confirmed, or the data are for
   *     another number of shards
   */
  static void require(Servers servers, RedisSettings settings, int shards) {
    ShardNames names = ShardNames.ofLayout(settings.prefix());
    try (Link link = servers.connect(names)) {
      if (settings.address().topology() == RedisAddress.Topology.STANDALONE) {
        requireReplicas(link, settings); // elsewhere the store goes on without those that are dead
      }
      requireShards(link, names, settings, shards);
    }
  }

  private static void requireReplicas(Link link, RedisSettings settings) {
    Map<String, String> facts = ServerFacts.info(link.connection(), "replication");
    int connected = Integer.parseInt(facts.getOrDefault("connected_slaves", "0"));
    if (connected < settings.replicas()) {
      throw new RedisRefusedException(
          "%s has %d replicas, and %d must confirm each commit. Start more, or set a lower"
                  .formatted(link.connection().getHostAndPort(), connected, settings.replicas())
              + " --redis-replicas.");
    }
  }

  private static void requireShards(
      Link link, ShardNames names, RedisSettings settings, int shards) {
    CommandArguments get = new CommandArguments(Protocol.Command.GET).add(names.state());
    byte[] found = (byte[]) RecordClient.answer(link, link.send(List.of(get)).getFirst());
    if (found == null) { // a server with a full memory would refuse to set it, also if it is there
      byte[] wanted = (SHARDS + shards).getBytes(UTF_8);
      CommandArguments set =
          new CommandArguments(Protocol.Command.SET).add(names.state()).add(wanted).add("NX");
      List<Object> replies = link.send(List.of(set, get));
      RecordClient.answer(link, replies.getFirst());
      found = (byte[]) RecordClient.answer(link, replies.getLast());
    }
    String text = new String(found, UTF_8);
    if (!text.equals(SHARDS + shards)) {
      throw new RedisRefusedException(
          ("%s holds a shop with %s, and this node has shards=%d. Use --shards %s, or another"
                  + " --redis-prefix.")
              .formatted(settings, text, shards, text.replaceFirst(".*=", "")));
    }
  }

  /**
   * The number of shards of the shop that Redis holds.
   *
   * @throws RedisRefusedException if it holds none
   */
  static Shards shards(Servers servers, RedisSettings settings) {
    ShardNames names = ShardNames.ofLayout(settings.prefix());
    try (Link link = servers.connect(names)) {
      CommandArguments get = new CommandArguments(Protocol.Command.GET).add(names.state());
      byte[] found = (byte[]) RecordClient.answer(link, link.send(List.of(get)).getFirst());
      if (found == null) {
        throw new RedisRefusedException(
            "%s holds no shop. Look at --redis-url and --redis-prefix.".formatted(settings));
      }
      String text = new String(found, UTF_8);
      return new Shards(Integer.parseInt(text.substring(SHARDS.length())));
    }
  }
}
