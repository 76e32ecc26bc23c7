package tercet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/** Looks whether a server keeps what the store promises. */
final class ServerCheck {
  private static final int VERSION_MIN = 7;

  private ServerCheck() {}

  /**
   * Looks at the server that has the first shard, and at the number of shards.
   *
   * @throws RedisRefusedException if the server may lose what it acknowledges, or is for another
   *     number of shards
   */
  static void require(Servers servers, RedisSettings settings, int shards) {
    ShardNames names = ShardNames.ofLayout(settings.prefix());
    try (Link link = servers.connect(names)) {
      requireVersion(link);
      requireSetting(
          link,
          "maxmemory-policy",
          "noeviction",
          "it may drop records when its memory is full. Set it to noeviction");
      if (settings.needsDisk()) {
        requireSetting(
            link,
            "appendonly",
            "yes",
            "what it acknowledges is gone after a restart. Turn it on, or say --redis-durability"
                + " memory if that is wanted");
        requireSetting(
            link,
            "appendfsync",
            "always",
            "what it acknowledges in the last second is gone after a crash. Set it to always, or"
                + " say --redis-durability memory if that is wanted");
      }
      requireReplicas(link, settings);
      requireShards(link, names, settings, shards);
    }
  }

  private static void requireVersion(Link link) {
    String version =
        ServerFacts.info(link.connection(), "server").getOrDefault("redis_version", "0");
    if (Integer.parseInt(version.split("\\.", 2)[0]) < VERSION_MIN) {
      throw new RedisRefusedException(
          "%s is Redis %s; 7.0 or newer is needed."
              .formatted(link.connection().getHostAndPort(), version));
    }
  }

  private static void requireSetting(Link link, String name, String wanted, String why) {
    CommandArguments get = new CommandArguments(Protocol.Command.CONFIG).add("GET").add(name);
    List<?> reply = (List<?>) Client.answer(link, link.send(List.of(get)).getFirst());
    String found = reply.size() < 2 ? "" : new String((byte[]) reply.get(1), UTF_8);
    if (!found.equals(wanted)) {
      throw new RedisRefusedException(
          "%s has %s %s: %s.".formatted(link.connection().getHostAndPort(), name, found, why));
    }
  }

  private static void requireReplicas(Link link, RedisSettings settings) {
    Map<String, String> facts = ServerFacts.info(link.connection(), "replication");
    int connected = Integer.parseInt(facts.getOrDefault("connected_slaves", "0"));
    if (connected < settings.replicas()) {
      throw new RedisRefusedException(
          "%s has %d replicas, and %d must confirm each commit. Start more, or say a lower"
                  .formatted(link.connection().getHostAndPort(), connected, settings.replicas())
              + " --redis-replicas.");
    }
  }

  private static void requireShards(
      Link link, ShardNames names, RedisSettings settings, int shards) {
    byte[] wanted = ("shards=" + shards).getBytes(UTF_8);
    CommandArguments set =
        new CommandArguments(Protocol.Command.SET).add(names.state()).add(wanted).add("NX");
    CommandArguments get = new CommandArguments(Protocol.Command.GET).add(names.state());
    List<Object> replies = link.send(List.of(set, get));
    Client.answer(link, replies.getFirst());
    byte[] found = (byte[]) Client.answer(link, replies.getLast());
    String text = new String(found, UTF_8);
    if (!text.equals("shards=" + shards)) {
      throw new RedisRefusedException(
          ("%s holds a shop with %s, and this node was told %d. Say --shards %s, or another"
                  + " --redis-prefix.")
              .formatted(settings, text, shards, text.replaceFirst(".*=", "")));
    }
  }
}
