package tercet.store.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Changes the states of shards where no record changes: a new server has them, commits are lost, or
 * a person accepts that. Safe for threads.
 */
final class ShardLives {
  private final KnownShards known;
  private final Servers servers;
  private final Confirmations confirmations;

  ShardLives(KnownShards known, Servers servers, Confirmations confirmations) {
    this.known = known;
    this.servers = servers;
    this.confirmations = confirmations;
  }

  /** The next state of a shard; null keeps the one that it has. */
  @FunctionalInterface
  private interface Change {
    /**
     * Tells it.
     *
     * @param incarnation a new one, the same for all shards of a change
     */
    @Nullable ShardState next(@Nullable ShardState last, long incarnation);
  }

  /**
   * Begins a new incarnation of the data: another server than before has them, or the same one
   * after a restart. Shards for which another process has done so meanwhile keep theirs.
   *
   * @throws JedisException if a server does not answer
   */
  void begin(Link link, ShardCache shard) {
    Collection<ShardCache> all = onServerOf(shard);
    String server = link.askServer();
    change(
        link,
        all,
        (last, incarnation) -> {
          boolean isLost = isLossUnwritten(all);
          if (last != null && last.server().equals(server)) {
            return isLost && !last.isQuarantined() ? last.quarantined(nonce()) : null;
          }
          ShardState next = ShardState.ofNewLife(last, incarnation, server, nonce());
          return isLost ? next.quarantined(nonce()) : next;
        });
  }

  /**
   * Checks that a shard has all its commits, or that a person has accepted their loss. If this
   * process has noticed the loss, all nodes know of it afterwards.
   *
   * @throws QuarantinedException otherwise
   * @throws MovedException if the state changes meanwhile
   * @throws JedisException if a server does not answer
   */
  void requireComplete(Link link, ShardCache shard, ShardState at) {
    if (at.isQuarantined()) {
      throw new QuarantinedException(shard.names().shard());
    }
    if (shard.isLossUnwritten()) {
      // One server has lost what it has lost for all shards: a batch of several is not torn.
      Collection<ShardCache> all = onServerOf(shard);
      change(
          link,
          all,
          (last, incarnation) ->
              last == null || last.isQuarantined() || !isLossUnwritten(all)
                  ? null // also if a person has accepted it meanwhile
                  : last.quarantined(nonce()));
      throw new MovedException();
    }
  }

  private static boolean isLossUnwritten(Collection<ShardCache> shards) {
    return shards.stream().anyMatch(ShardCache::isLossUnwritten);
  }

  /**
   * Ends the quarantine of a shard and of all others on its server: a node that has noticed a loss
   * and not written it yet finds either none accepted or all.
   *
   * @return the shards that were in it
   * @throws MovedException if a state changes meanwhile
   * @throws JedisException if a server does not answer
   */
  Collection<ShardCache> accept(Link link, ShardCache shard) {
    return change(
        link,
        onServerOf(shard),
        (last, incarnation) ->
            last == null || !last.isQuarantined() ? null : last.accepted(incarnation, nonce()));
  }

  /**
   * The shards in quarantine, of one and all others on its server.
   *
   * @throws MovedException if a state changes meanwhile
   * @throws JedisException if a server does not answer
   */
  Collection<ShardCache> quarantined(Link link, ShardCache shard) {
    Collection<ShardCache> all = onServerOf(shard);
    change(link, all, (last, incarnation) -> null);
    return all.stream().filter(ShardCache::isQuarantined).toList();
  }

  private Collection<ShardCache> onServerOf(ShardCache shard) {
    return servers.isOne() ? known.all() : List.of(shard);
  }

  /** The shards whose states have changed. */
  private Collection<ShardCache> change(Link link, Collection<ShardCache> shards, Change change) {
    Map<ShardCache, ShardState> durable = KnownShards.durable(shards);
    CommandArguments read = new CommandArguments(Protocol.Command.MGET);
    shards.forEach(shard -> read.add(shard.names().state()));
    List<?> values = (List<?>) RecordClient.answer(link, link.send(List.of(read)).getFirst());
    List<@Nullable ShardState> states = new ArrayList<>();
    int index = 0;
    for (ShardCache shard : shards) {
      byte[] value = (byte[]) values.get(index++);
      ShardState state = value == null ? null : ShardState.read(value);
      states.add(state);
      if (state != null) {
        known.found(shard, state, durable.get(shard));
      }
    }
    Map<ShardCache, ShardState> next = new LinkedHashMap<>();
    List<byte[]> expected = new ArrayList<>();
    long incarnation = Math.max(System.currentTimeMillis(), known.incarnation() + 1);
    index = 0;
    for (ShardCache shard : shards) {
      ShardState state = states.get(index++);
      ShardState changed = change.next(state, incarnation);
      if (changed != null) {
        next.put(shard, changed);
        expected.add(ShardState.expected(state));
      }
    }
    if (!next.isEmpty()) {
      replace(link, expected, next, durable);
    }
    return next.keySet();
  }

  private void replace(
      Link link,
      List<byte[]> expected,
      Map<ShardCache, ShardState> next,
      Map<ShardCache, ShardState> durable) {
    Script.Run run = new Script.Run(Script.STATES).argument(next.size());
    for (int zero = 0; zero < Script.COUNTS - 1; zero++) {
      run.argument(0);
    }
    int index = 0;
    for (Map.Entry<ShardCache, ShardState> one : next.entrySet()) {
      run.key(one.getKey().names().state())
          .argument(expected.get(index++))
          .argument(one.getValue().toBytes());
    }
    List<Object> replies = run.send(link, confirmations.commands(link, run.words()));
    if (!(RecordClient.answer(link, replies.getFirst()) instanceof Number)) {
      throw new MovedException(); // another process was faster
    }
    next.forEach((shard, state) -> known.found(shard, state, durable.get(shard)));
    JedisException unconfirmed =
        confirmations.judge(link, replies.subList(1, replies.size()), run.words());
    if (unconfirmed != null) {
      throw unconfirmed;
    }
  }

  private static long nonce() {
    return ThreadLocalRandom.current().nextLong();
  }
}
