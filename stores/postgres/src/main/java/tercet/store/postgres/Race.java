package tercet.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Tries servers at once and takes the first that answers, so that a halted server delays no caller.
 * The one that answered last gets a head start, so usually no other is asked. There is one attempt
 * at a time for each server. Safe for threads.
 */
final class Race {
  private static final Duration HEAD_START = Duration.ofMillis(100);

  /** Longer than an attempt takes by the limits of its steps. */
  private static final Duration ATTEMPT_MAX = Duration.ofSeconds(10);

  private final List<Host> hosts;
  private volatile @Nullable Host last;

  private static final class Host {
    final String url;
    final AtomicBoolean busy = new AtomicBoolean();

    Host(String url) {
      this.url = url;
    }
  }

  /** A standby may be the primary a moment later, while another server keeps all waiting. */
  private static final Duration AGAIN_AFTER = Duration.ofMillis(100);

  /** How an attempt ended: with one or the other. */
  private record End(Host host, @Nullable Connection connection, @Nullable SQLException failure) {}

  /** Connects to a server. */
  interface Attempt {
    Connection open(String url) throws SQLException;
  }

  Race(List<String> urls) {
    this.hosts = urls.stream().map(Host::new).toList();
  }

  int hosts() {
    return hosts.size();
  }

  /** A connection to the first server that gives one. */
  Connection run(Attempt attempt) throws SQLException {
    return run(attempt, last);
  }

  /** The same without a head start for the one that was the first before. */
  Connection runAgain(Attempt attempt) throws SQLException {
    return run(attempt, null);
  }

  private Connection run(Attempt attempt, @Nullable Host favourite) throws SQLException {
    if (hosts.size() == 1) {
      return attempt.open(hosts.getFirst().url);
    }
    BlockingQueue<End> ends = new LinkedBlockingQueue<>();
    AtomicBoolean over = new AtomicBoolean();
    try {
      int running = 0;
      @Nullable End first = null;
      if (favourite != null && begin(favourite, attempt, ends, over)) {
        first = ends.poll(HEAD_START.toNanos(), TimeUnit.NANOSECONDS);
        running = first == null ? 1 : 0;
      }
      if (first != null && first.connection() != null) {
        return first.connection();
      }
      return runOthers(attempt, favourite, ends, over, running, first);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLTransientConnectionException("interrupted while connecting", "08001", e);
    } finally {
      over.set(true);
      for (End late = ends.poll(); late != null; late = ends.poll()) {
        close(late.connection());
      }
    }
  }

  private Connection runOthers(
      Attempt attempt,
      @Nullable Host favourite,
      BlockingQueue<End> ends,
      AtomicBoolean over,
      int before,
      @Nullable End first)
      throws SQLException, InterruptedException {
    int running = before;
    List<Host> others = new ArrayList<>(hosts);
    others.remove(favourite);
    Collections.shuffle(others);
    for (Host host : others) {
      running += begin(host, attempt, ends, over) ? 1 : 0;
    }
    @Nullable SQLException failure = null;
    List<Host> failed = new ArrayList<>();
    if (first != null) {
      failure = first.failure();
      failed.add(first.host());
    }
    long giveUp = System.nanoTime() + ATTEMPT_MAX.toNanos();
    while (running > 0 && System.nanoTime() - giveUp < 0) {
      End end = ends.poll(AGAIN_AFTER.toNanos(), TimeUnit.NANOSECONDS);
      if (end == null) {
        int all = failed.size();
        failed.removeIf(host -> begin(host, attempt, ends, over));
        running += all - failed.size();
        continue;
      }
      running--;
      if (end.connection() != null) {
        last = end.host();
        return end.connection();
      }
      failure = moreTelling(failure, end.failure());
      if (mayBeThePrimarySoon(end.failure())) {
        failed.add(end.host());
      }
    }
    throw failure != null
        ? failure
        : new SQLTransientConnectionException("no server has answered yet", "08001");
  }

  private static boolean begin(
      Host host, Attempt attempt, BlockingQueue<End> ends, AtomicBoolean over) {
    if (!host.busy.compareAndSet(false, true)) {
      return false;
    }
    Thread.ofVirtual()
        .name("postgres-connect")
        .start(() -> {
          try {
            @Nullable Connection connection = null;
            @Nullable SQLException failure = null;
            try {
              connection = attempt.open(host.url);
            } catch (SQLException e) {
              failure = e;
            } catch (RuntimeException e) {
              failure = new SQLException("the driver has failed: " + e, e);
            }
            ends.add(new End(host, connection, failure));
            if (over.get() && ends.removeIf(end -> end.host() == host)) {
              close(connection);
            }
          } finally {
            host.busy.set(false);
          }
        });
    return true;
  }

  /**
   * An error that a person can mend comes before one that says that a server is a standby or away.
   */
  private static @Nullable SQLException moreTelling(
      @Nullable SQLException one, @Nullable SQLException other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return rank(other) > rank(one) ? other : one;
  }

  private static boolean mayBeThePrimarySoon(@Nullable SQLException e) {
    return e != null && rank(e) < 2;
  }

  private static int rank(SQLException e) {
    if (e instanceof UnsafeServerException) {
      return 3;
    }
    if (SqlFailure.isRefusedLogin(e)) {
      return 2;
    }
    return String.valueOf(e.getSQLState()).startsWith("08") ? 0 : 1;
  }

  static void close(@Nullable Connection connection) {
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (SQLException e) {
      // it was of no use before
    }
  }
}
