package tercet.store.postgres;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import tercet.kernel.balance.Account;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.StoreContendedException;
import tercet.runtime.store.StoreUnavailableException;
import tercet.testing.testbed.server.Firewall;
import tercet.testing.testbed.server.PostgresServer;

/**
 * Measures the longest time without an acknowledged commit when the primary is killed, stands still
 * or is cut off, with the script of {@code postgres-ha} and with Patroni, in turns in one run. Not
 * a test, and not part of the suite: it takes a quarter of an hour, needs root, and installs
 * missing packages. Run its main with the module's test class path; arguments are the number of
 * runs of each fault (5), and {@code script}, {@code patroni} or both.
 */
public final class FailoverSpeed {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int CLIENTS = 4;

  private final Key[] keys = new Key[CLIENTS];
  private final AtomicLong[] acknowledged = new AtomicLong[CLIENTS];
  private final AtomicLong last = new AtomicLong(System.nanoTime());
  private final AtomicLong longest = new AtomicLong();
  private final AtomicLong commits = new AtomicLong();
  private volatile boolean stopping;

  /** The faults of a primary. */
  enum Fault {
    KILL,
    PAUSE,
    ISOLATE
  }

  /** Servers, and the program that promotes a standby. */
  interface Servers extends AutoCloseable {
    String url();

    /** Breaks the primary; the returned action heals it and waits until another fault may come. */
    Runnable breakPrimary(Fault fault, Firewall firewall);

    @Override
    void close();
  }

  private FailoverSpeed() {
    for (int client = 0; client < CLIENTS; client++) {
      keys[client] =
          new Key(RecordKind.ACCOUNT, new ShardId(Service.PAYMENT, client), "client" + client);
      acknowledged[client] = new AtomicLong();
    }
  }

  public static void main(String[] arguments) {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    String which = arguments.length > 1 ? arguments[1] : "both";
    System.out.println("                      min      median   max   ms without a commit");
    try (Firewall firewall = Firewall.open()) {
      if (!which.equals("patroni")) {
        measure("script", new ScriptServers(), firewall, runs);
      }
      if (!which.equals("script")) {
        measure("patroni", new PatroniServers(), firewall, runs);
      }
    }
  }

  private static void measure(String name, Servers servers, Firewall firewall, int runs) {
    try (servers) {
      new FailoverSpeed().measureAll(name, servers, firewall, runs);
    }
  }

  private void measureAll(String name, Servers servers, Firewall firewall, int runs) {
    PostgresSettings settings = PostgresSettings.of(servers.url(), PostgresServer.USER, "", "shop");
    try (PostgresStore store = PostgresStore.open(settings, 8, InstantSource.system())) {
      for (int client = 0; client < CLIENTS; client++) {
        int number = client;
        Thread.ofVirtual().start(() -> addUntilStopped(store, number));
      }
      for (Fault fault : Fault.values()) {
        List<Long> silences = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
          awaitCommits(200);
          longest.set(0);
          Runnable heal = servers.breakPrimary(fault, firewall);
          awaitCommits(50);
          silences.add(longest.get() / 1_000_000);
          heal.run();
        }
        report(name, fault, silences);
      }
      awaitCommits(200);
      stopping = true;
      requireAllKept(store);
    } finally {
      stopping = true;
    }
  }

  private static void report(String name, Fault fault, List<Long> silences) {
    String each = silences.toString();
    Collections.sort(silences);
    System.out.printf(
        "%-8s %-8s %8d %8d %8d   %s%n",
        name,
        fault.name().toLowerCase(Locale.ROOT),
        silences.getFirst(),
        silences.get(silences.size() / 2),
        silences.getLast(),
        each);
  }

  private void addUntilStopped(PostgresStore store, int client) {
    while (!stopping) {
      try {
        acknowledged[client].set(add(store, keys[client], 1));
        commits.incrementAndGet();
        long now = System.nanoTime();
        longest.accumulateAndGet(now - last.getAndSet(now), Math::max);
      } catch (StoreUnavailableException | StoreContendedException e) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  /** Adds to an account; returns its credit afterwards. */
  private static long add(PostgresStore store, Key key, long more) {
    return store.commit(
        List.of(key),
        view -> {
          StoredRecord found = view.get(key);
          long before = found instanceof Account account ? account.amount().value() : 0;
          Amount amount = new Amount(before + more);
          return new Commit<>(Map.of(key, new Account(amount, 1)), amount.value());
        });
  }

  private void awaitCommits(long more) {
    long goal = commits.get() + more;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (commits.get() < goal) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("no commits any more");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void requireAllKept(PostgresStore store) {
    for (int client = 0; client < CLIENTS; client++) {
      long there = add(store, keys[client], 0);
      if (there < acknowledged[client].get()) {
        throw new IllegalStateException(
            "acknowledged and lost: " + acknowledged[client] + ", there are " + there);
      }
    }
  }
}
