package tercet.store.redis;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;

/** Reads and commits over the network. Safe for threads. */
final class RecordClient {
  private final KnownShards known;
  private final Servers servers;
  private final RedisSettings settings;
  private final Confirmations confirmations;
  private final ShardLives lives;

  RecordClient(KnownShards known, Servers servers, RedisSettings settings) {
    this.confirmations = new Confirmations(settings, servers);
    this.lives = new ShardLives(known, servers, confirmations);
    this.known = known;
    this.servers = servers;
    this.settings = settings;
  }

  /** Takes the records of a shard that a server has. */
  @FunctionalInterface
  interface Found {
    /**
     * Takes it.
     *
     * @param at the state at which the records were read
     */
    void accept(ShardCache shard, ShardState at, Map<Key, KnownRecord> records);
  }

  /**
   * Reads records, those of each server at one moment.
   *
   * @throws JedisException if a server does not answer
   * @throws MovedException if the server is another one than before
   */
  void read(Map<ShardCache, Set<Key>> wanted, Found found) {
    if (servers.isOne()) {
      readTogether(wanted, found);
    } else {
      wanted.forEach((shard, keys) -> readTogether(Map.of(shard, keys), found));
    }
  }

  private void readTogether(Map<ShardCache, Set<Key>> wanted, Found found) {
    CommandArguments command = new CommandArguments(Protocol.Command.MGET);
    wanted.forEach((shard, keys) -> {
      command.add(shard.names().state());
      keys.forEach(key -> command.add(shard.names().of(key)));
    });
    try (Link link = servers.connect(first(wanted.keySet()).names())) {
      Map<ShardCache, ShardState> durable = KnownShards.durable(wanted.keySet());
      List<?> values = (List<?>) answer(link, link.send(List.of(command)).getFirst());
      int next = 0;
      for (Map.Entry<ShardCache, Set<Key>> shard : wanted.entrySet()) {
        ShardState at = requireCurrent(link, shard.getKey(), (byte[]) values.get(next++));
        Map<Key, KnownRecord> records = new HashMap<>();
        for (Key key : shard.getValue()) {
          records.put(key, KnownRecord.read((byte[]) values.get(next++)));
        }
        known.found(shard.getKey(), at, durable.get(shard.getKey()));
        lives.requireComplete(link, shard.getKey(), at);
        found.accept(shard.getKey(), at, records);
      }
    }
  }

  private static ShardCache first(Collection<ShardCache> shards) {
    return shards.iterator().next();
  }

  private ShardState requireCurrent(Link link, ShardCache shard, byte @Nullable [] state) {
    ShardState at = state == null ? null : ShardState.read(state);
    if (at == null || !link.isOn(at.server())) {
      lives.begin(link, shard);
      throw new MovedException();
    }
    if (shard.isOutdated(at)) {
      link.discard();
      throw new JedisConnectionException(
          link.connection().getHostAndPort() + " is no longer the master");
    }
    return at;
  }

  /**
   * Commits changes, if the shards that were read have not changed.
   *
   * @throws JedisException if it is unknown whether the changes are durable
   * @throws MovedException if something has changed; nothing is written
   */
  void commit(Reading reading, Map<Key, @Nullable StoredRecord> changes) {
    changes.keySet().forEach(key -> reading.touch(known.of(key.shard())));
    Map<ShardCache, ShardState> touched = reading.touched();
    if (touched.isEmpty() || (changes.isEmpty() && isProven(reading))) {
      return;
    }
    if (!servers.isOne() && touched.size() > 1) {
      throw new IllegalArgumentException("Redis Cluster commits one shard at a time");
    }
    CommitRun run = new CommitRun(known, reading, changes, settings.replicas() > 0);
    try (Link link = servers.connect(first(touched.keySet()).names())) {
      for (Map.Entry<ShardCache, ShardState> shard : touched.entrySet()) {
        if (!link.isOn(shard.getValue().server())) {
          lives.begin(link, shard.getKey());
          throw new MovedException();
        }
      }
      Map<ShardCache, ShardState> durable = KnownShards.durable(touched.keySet());
      Script.Run script = run.script();
      List<Object> replies;
      try {
        replies = script.send(link, confirmations.commands(link, script.words()));
      } catch (JedisException e) {
        run.lost();
        throw e;
      }
      finish(link, run, durable, replies, script.words());
    }
  }

  /** All that was read comes from one look at the server, and is on its disk. */
  private boolean isProven(Reading reading) {
    return settings.replicas() == 0
        && reading.isOfOneMoment()
        && reading.touched().keySet().stream().noneMatch(ShardCache::isUnsure);
  }

  private void finish(
      Link link,
      CommitRun run,
      Map<ShardCache, ShardState> durable,
      List<Object> replies,
      int words) {
    Object reply = answer(link, replies.getFirst());
    if (reply instanceof List<?> states) {
      List<ShardCache> shards = run.shards();
      for (int i = 0; i < shards.size(); i++) {
        byte[] state = (byte[]) states.get(i);
        ShardCache shard = shards.get(i);
        ShardState at = requireCurrent(link, shard, state.length == 0 ? null : state);
        known.found(shard, at, durable.get(shard));
        lives.requireComplete(link, shard, at);
      }
      throw new MovedException();
    }
    if (((Number) reply).intValue() == 0) {
      throw new MovedException(true);
    }
    JedisException unconfirmed =
        confirmations.judge(link, replies.subList(1, replies.size()), words);
    run.committed(unconfirmed == null);
    if (unconfirmed != null) {
      throw unconfirmed;
    }
  }

  /** The reply of a server, unless it is an error. */
  static Object answer(Link link, Object reply) {
    if (reply instanceof JedisException error) {
      link.discard(); // a fresh look at the servers does no harm after any error
      throw error;
    }
    return reply;
  }

  /** How many replicas the shop goes on without. */
  int missingReplicas() {
    return confirmations.missing();
  }
}
