package tercet.store.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
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

  RecordClient(KnownShards known, Servers servers, RedisSettings settings) {
    this.confirmations = new Confirmations(settings, servers);
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
        found.accept(shard.getKey(), at, records);
      }
    }
  }

  private static ShardCache first(Collection<ShardCache> shards) {
    return shards.iterator().next();
  }

  private ShardState requireCurrent(Link link, ShardCache shard, byte @Nullable [] state) {
    ShardState at = state == null ? null : ShardState.read(state);
    if (at == null || !at.server().equals(link.server())) {
      beginLife(link, shard);
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
        if (!shard.getValue().server().equals(link.server())) {
          beginLife(link, shard.getKey());
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

  /**
   * Begins a new incarnation of the data: another server than before has them, or the same one
   * after a restart.
   */
  private void beginLife(Link link, ShardCache shard) {
    Collection<ShardCache> shards = servers.isOne() ? known.all() : List.of(shard);
    Map<ShardCache, ShardState> durable = KnownShards.durable(shards);
    CommandArguments read = new CommandArguments(Protocol.Command.MGET);
    shards.forEach(some -> read.add(some.names().state()));
    List<?> values = (List<?>) answer(link, link.send(List.of(read)).getFirst());
    Map<ShardCache, ShardState> next = new LinkedHashMap<>();
    List<byte[]> states = new ArrayList<>();
    long incarnation = Math.max(System.currentTimeMillis(), known.incarnation() + 1);
    int index = 0;
    for (ShardCache some : shards) {
      byte[] value = (byte[]) values.get(index++);
      ShardState state = value == null ? null : ShardState.read(value);
      if (state != null) {
        known.found(some, state, durable.get(some));
      }
      states.add(ShardState.expected(state));
      next.put(some, ShardState.ofNewLife(state, incarnation, link.server(), nonce()));
    }
    Script.Run run = new Script.Run(Script.COMMIT).argument(shards.size());
    for (int zero = 0; zero < Script.COUNTS - 1; zero++) {
      run.argument(0);
    }
    index = 0;
    for (Map.Entry<ShardCache, ShardState> one : next.entrySet()) {
      run.key(one.getKey().names().state())
          .argument(states.get(index++))
          .argument(one.getValue().toBytes());
    }
    List<Object> replies = run.send(link, confirmations.commands(link, run.words()));
    if (answer(link, replies.getFirst()) instanceof Number) {
      next.forEach((some, state) -> known.found(some, state, durable.get(some)));
      JedisException unconfirmed =
          confirmations.judge(link, replies.subList(1, replies.size()), run.words());
      if (unconfirmed != null) {
        throw unconfirmed;
      }
    } // else another process has begun it
  }

  /** How many replicas the shop goes on without. */
  int missingReplicas() {
    return confirmations.missing();
  }

  private static long nonce() {
    return ThreadLocalRandom.current().nextLong();
  }
}
