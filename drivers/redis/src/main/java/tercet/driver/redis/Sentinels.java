package tercet.driver.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Asks the sentinels about a master and its replicas. */
public final class Sentinels {
  private static final System.Logger LOG = System.getLogger(Sentinels.class.getName());

  /** How long the others are waited for when most have answered. */
  private static final Duration LAST_WORDS = Duration.ofMillis(100);

  private final RedisAddress address;
  private final JedisClientConfig login;

  Sentinels(RedisAddress address, JedisClientConfig login) {
    this.address = address;
    this.login = login;
  }

  /**
   * The common view of the sentinels.
   *
   * @param master its address
   * @param epoch of its election; each new master has a higher one
   * @param isDown whether most sentinels name it, and report that it is down
   * @param isOfMost whether most sentinels have answered
   */
  record Verdict(HostAndPort master, long epoch, boolean isDown, boolean isOfMost) {}

  /** The answer of one sentinel. */
  private record Word(HostAndPort master, long epoch, boolean isDown) {}

  /**
   * The server that they take for the master. All are asked at once. Some learn of a new master
   * later than others, so the word of the latest election counts.
   *
   * <p>Returns when all have answered, or a moment after most have: one whose machine is gone takes
   * as long as a connection may.
   *
   * @throws JedisConnectionException if no sentinel knows
   */
  Verdict master() {
    List<Word> words = askAll(this::word);
    Word latest =
        words.stream()
            .max(Comparator.comparingLong(Word::epoch))
            .orElseThrow(() ->
                new JedisConnectionException(
                    "none of the sentinels %s names a master '%s'"
                        .formatted(address.hosts(), address.master())));
    long reporting =
        words.stream().filter(word -> word.isDown && word.master.equals(latest.master)).count();
    return new Verdict(latest.master, latest.epoch, isMost(reporting), isMost(words.size()));
  }

  private boolean isMost(long count) {
    return count > address.hosts().size() / 2;
  }

  /** The answers of those that give one in time. */
  private <T> List<T> askAll(Function<HostAndPort, Optional<T>> ask) {
    BlockingQueue<Optional<T>> said = new LinkedBlockingQueue<>();
    for (HostAndPort sentinel : address.hosts()) {
      Thread.ofVirtual().name("asks-" + sentinel).start(() -> said.add(answer(sentinel, ask)));
    }
    List<T> words = new ArrayList<>();
    try {
      for (int left = address.hosts().size(); left > 0; left--) {
        Optional<T> next =
            isMost(words.size())
                ? said.poll(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
                : said.take(); // each ends within its time limit
        if (next == null) {
          break;
        }
        next.ifPresent(words::add);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return words;
  }

  private static <T> Optional<T> answer(
      HostAndPort sentinel, Function<HostAndPort, Optional<T>> ask) {
    try {
      return ask.apply(sentinel);
    } catch (RuntimeException e) { // also where it answers in another form
      LOG.log(System.Logger.Level.DEBUG, "The sentinel " + sentinel + " says nothing.", e);
      return Optional.empty(); // another one may answer
    }
  }

  /**
   * The epoch is asked for first. While a failover ends, a sentinel already gives the new address
   * for the master, and with it the new epoch.
   */
  private Optional<Word> word(HostAndPort sentinel) {
    try (Connection connection = new Connection(sentinel, login)) {
      Map<String, String> known = facts(connection);
      connection.sendCommand(
          Protocol.Command.SENTINEL, "GET-MASTER-ADDR-BY-NAME", address.master());
      List<Object> named = connection.getObjectMultiBulkReply();
      if (named == null || named.size() < 2) {
        return Optional.empty();
      }
      HostAndPort master =
          new HostAndPort(Replies.text(named.get(0)), Integer.parseInt(Replies.text(named.get(1))));
      boolean isDown = isSame(known, master) && known.getOrDefault("flags", "").contains("_down");
      long epoch = Long.parseLong(known.getOrDefault("config-epoch", "0"));
      return Optional.of(new Word(master, epoch, isDown));
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
   * other. One that has not learned of it yet reports the former master as down. A later master
   * that is down looks alike; the epoch of its election tells them apart.
   */
  public boolean agree(HostAndPort master, int missing) {
    List<Report> reports = askAll(this::report);
    long epoch =
        reports.stream()
            .filter(report -> isSame(report.known, master))
            .mapToLong(Report::epoch)
            .max()
            .orElse(Report.NO_EPOCH);
    return isMost(
        reports.stream().filter(report -> agrees(report, master, missing, epoch)).count());
  }

  /**
   * The reply of a sentinel about the master that it knows.
   *
   * @param gone how many of its replicas are not promoted
   */
  private record Report(Map<String, String> known, long gone) {
    static final long NO_EPOCH = -1;

    /** Of the election that has made it the master. */
    long epoch() {
      return Long.parseLong(known.getOrDefault("config-epoch", Long.toString(NO_EPOCH)));
    }
  }

  private Optional<Report> report(HostAndPort sentinel) {
    try (Connection connection = new Connection(sentinel, login)) {
      return Optional.of(new Report(facts(connection), gone(connection)));
    }
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

  private static boolean agrees(Report report, HostAndPort master, int missing, long epoch) {
    String flags = report.known.getOrDefault("flags", "");
    if (!isSame(report.known, master)) {
      // It has not heard of this master yet. The one before is down and cannot be promoted.
      return missing == 1 && flags.contains("s_down") && report.epoch() < epoch;
    }
    // It may not be connected to a master that it has heard of a moment ago.
    boolean isWell = !flags.contains("_down") && !flags.contains("failover");
    return isWell && report.gone >= missing;
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
