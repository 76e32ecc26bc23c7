package tercet.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Asks all replicas that could become the master to confirm its writes. A dead replica must not
 * stop the shop for good. So the store goes on without a replica that can no longer become the
 * master, until it follows again. Safe for threads.
 */
final class Confirmations {
  private static final System.Logger LOG = System.getLogger(Confirmations.class.getName());

  /** Pause between two questions whether missing replicas could become the master. */
  private static final Duration ASK_EVERY = Duration.ofMillis(100);

  /** Pause between two looks at the replicas of a new master. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  /** The wait for replicas that failed to confirm the last commit, and do not follow. */
  private static final Duration SHORT = Duration.ofMillis(100);

  /** Words that a server writes in a millisecond at least. */
  private static final int WORDS_PER_MILLI = Link.WORDS_PER_MILLI;

  private final RedisSettings settings;
  private final Servers servers;

  /** By replication id. */
  private final Map<String, Master> masters = new ConcurrentHashMap<>();

  /** The replication id that each shard and each address had last. */
  private final Map<String, String> latest = new ConcurrentHashMap<>();

  Confirmations(RedisSettings settings, Servers servers) {
    this.settings = settings;
    this.servers = servers;
  }

  /** The known state of a master's replicas. */
  private static final class Master {
    /** Changes under the lock of this; read without it. */
    volatile int needed;

    boolean isKnown;

    /** Since the first commit that was not confirmed, until one is. */
    boolean isFailing;

    long failingSince;

    /** Replicas are gone: to wait long for them would only hold up others. */
    boolean isShort;

    long askedAt;

    Master(int needed) {
      this.needed = needed;
    }
  }

  private Master of(Link link) {
    String id = link.server();
    forget(latest.put(servers.isOne() ? "" : link.shard(), id), id);
    forget(latest.put(String.valueOf(link.connection().getHostAndPort()), id), id);
    Master master = masters.computeIfAbsent(id, server -> new Master(settings.replicas()));
    synchronized (master) { // the others need to know it, too
      if (!master.isKnown) {
        look(link, master);
        master.isKnown = true;
      }
    }
    return master;
  }

  /**
   * Its shards may have another master now. If it still has some, its replicas are looked at anew.
   */
  private void forget(@Nullable String before, String now) {
    if (before != null && !before.equals(now)) {
      masters.remove(before);
    }
  }

  /**
   * A new master usually lacks the replica that it was made from: the store need not wait for that
   * one. The others join it within a moment.
   */
  private void look(Link link, Master master) {
    long begin = System.nanoTime();
    int following = following(link);
    while (following < master.needed) {
      if (canGoOn(link, following, 0)) {
        giveUp(link, master, following);
        return;
      }
      long now = System.nanoTime();
      if (now - begin > settings.limits().confirmMax().toNanos()) {
        master.isFailing = true;
        master.failingSince = now;
        master.isShort = true;
        master.askedAt = now;
        return;
      }
      LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
      following = following(link);
    }
  }

  private int following(Link link) {
    Object reply =
        RecordClient.answer(link, link.send(List.of(ServerFacts.REPLICATION)).getFirst());
    return ServerFacts.following((byte[]) reply);
  }

  /** The commands that follow a commit. */
  List<CommandArguments> commands(Link link, int words) {
    List<CommandArguments> commands = new ArrayList<>();
    if (settings.replicas() > 0) {
      Master master = of(link);
      int needed = master.needed;
      if (needed > 0) {
        commands.add(
            await(needed, isShort(master) ? SHORT : settings.limits().confirmMax(), words));
      }
      if (needed < settings.replicas()) {
        commands.add(ServerFacts.REPLICATION);
      }
    }
    return commands;
  }

  private static boolean isShort(Master master) {
    synchronized (master) {
      return master.isShort;
    }
  }

  private static CommandArguments await(int replicas, Duration max, int words) {
    long millis = max.toMillis() + words / WORDS_PER_MILLI;
    return new CommandArguments(Protocol.Command.WAIT).add(replicas).add(millis);
  }

  /**
   * Whether a commit is confirmed.
   *
   * @param replies to {@link #commands}
   * @return why it is not; null if it is
   * @throws JedisException if a reply is an error
   */
  @Nullable JedisException judge(Link link, List<Object> replies, int words) {
    if (replies.isEmpty()) {
      return null;
    }
    Master master = of(link);
    int needed = master.needed;
    int confirmed = 0;
    for (Object reply : replies) {
      if (RecordClient.answer(link, reply) instanceof Number count) {
        confirmed = count.intValue();
      } else if (reply instanceof byte[] facts) {
        int following = Math.min(ServerFacts.following(facts), settings.replicas());
        if (following > needed) { // it might become the master, and may not have the commit yet
          needed = following;
          restore(link, master, following);
          Object count = link.send(List.of(await(following, SHORT, words))).getFirst();
          confirmed = ((Number) RecordClient.answer(link, count)).intValue();
        }
      }
    }
    return suffices(link, master, confirmed, needed) ? null : tooFew(link, confirmed, needed);
  }

  private void restore(Link link, Master master, int following) {
    synchronized (master) {
      if (following > master.needed) {
        master.needed = following;
        LOG.log(
            System.Logger.Level.INFO,
            "{0} has {1} replicas again; as many confirm each commit.",
            link.connection().getHostAndPort(),
            following);
      }
    }
  }

  private boolean suffices(Link link, Master master, int confirmed, int needed) {
    synchronized (master) {
      if (confirmed >= needed) {
        master.isFailing = false;
        master.isShort = false;
        return true;
      }
      long now = System.nanoTime();
      if (!master.isFailing) {
        master.isFailing = true;
        master.failingSince = now;
        master.askedAt = now - ASK_EVERY.toNanos();
      }
      if (now - master.askedAt >= ASK_EVERY.toNanos()) {
        master.askedAt = now;
        if (canGoOn(link, confirmed, now - master.failingSince)) {
          giveUp(link, master, confirmed);
          return true; // all that could become the master have it
        }
        master.isShort = !isFollowedBy(link, needed);
      }
      return false;
    }
  }

  /**
   * Whether replicas are there and only slow, as while a disk is busy. A short wait would never see
   * them confirm, and nothing would be confirmed any more at a pace that was fine before.
   */
  private boolean isFollowedBy(Link link, int needed) {
    try {
      return following(link) >= needed;
    } catch (JedisException e) {
      return false;
    }
  }

  private boolean canGoOn(Link link, int confirmed, long failingNanos) {
    try {
      if (following(link) > confirmed) {
        return false; // one that is only slow could become the master
      }
      boolean isLong = failingNanos > settings.limits().goOnAfter().toNanos();
      return servers.canGoOnWithout(link, confirmed, settings.replicas() - confirmed, isLong);
    } catch (JedisException e) {
      LOG.log(System.Logger.Level.DEBUG, "It is not known whether replicas are gone.", e);
      return false;
    }
  }

  private void giveUp(Link link, Master master, int count) {
    master.needed = count;
    master.isFailing = false;
    master.isShort = false;
    LOG.log(
        System.Logger.Level.WARNING,
        "{0} has {1} of {2} replicas: new commits are on fewer servers. Start"
            + " the others again.",
        link.connection().getHostAndPort(),
        count,
        settings.replicas());
  }

  private JedisException tooFew(Link link, int confirmed, int needed) {
    return new JedisConnectionException(
        "%d of %d replicas of %s have confirmed within %d ms"
            .formatted(
                confirmed,
                needed,
                link.connection().getHostAndPort(),
                settings.limits().confirmMax().toMillis()));
  }

  /** How many replicas the shop goes on without. */
  int missing() {
    return masters.values().stream().mapToInt(master -> settings.replicas() - master.needed).sum();
  }
}
