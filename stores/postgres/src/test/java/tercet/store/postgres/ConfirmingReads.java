package tercet.store.postgres;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tercet.kernel.balance.Account;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Shards;
import tercet.kernel.id.UserId;
import tercet.runtime.store.Commit;
import tercet.testing.testbed.server.PostgresCluster;
import tercet.testing.testbed.server.PostgresServer;
import tercet.testing.testbed.server.ReplicatedServer;

/**
 * Measures the cost of letting a standby confirm reads: a primary and two standbys, one connection,
 * batches that read one account, in turns with and without synchronous standbys. Not a test: run it
 * by {@code -Dtest=ConfirmingReads}.
 */
final class ConfirmingReads {
  private static final Shards SHARDS = new Shards(4);
  private static final UserId USER = new UserId("a");
  private static final Key ACCOUNT = new Key(RecordKind.ACCOUNT, SHARDS.of(USER), USER.value());
  private static final Duration ROUND = Duration.ofSeconds(3);
  private static final int ROUNDS = 3;

  @Test
  void costOfReadsThatAStandbyConfirms() {
    try (PostgresCluster cluster = PostgresCluster.start(TestServer::say);
        PostgresStore store =
            PostgresStore.open(
                PostgresSettings.of(cluster.url(), PostgresServer.USER, "", "shop")
                    .withConnections(2),
                SHARDS.count(),
                InstantSource.system())) {
      boolean kept =
          store.commit(
              List.of(ACCOUNT),
              view -> new Commit<>(Map.of(ACCOUNT, new Account(new Amount(1), 1)), true));
      String names = cluster.primary().sql("show synchronous_standby_names").strip();
      for (int round = 0; kept && round < ROUNDS; round++) {
        for (String now : List.of(names, "")) {
          standbys(cluster.primary(), now);
          measure(cluster, store, now.isEmpty() ? "alone" : "confirmed by a standby");
        }
      }
    }
  }

  private static void standbys(ReplicatedServer primary, String names) {
    primary.sql("alter system set synchronous_standby_names = '" + names.replace("'", "''") + "'");
    primary.sql("select pg_reload_conf()");
    while (!primary.sql("show synchronous_standby_names").strip().equals(names)) {
      Thread.onSpinWait();
    }
  }

  private static void measure(PostgresCluster cluster, PostgresStore store, String how) {
    List<Long> took = new ArrayList<>();
    long servers = serverNanos(cluster);
    long own = ownNanos();
    long end = System.nanoTime() + ROUND.toNanos();
    for (long now = System.nanoTime(); now < end; ) {
      boolean found =
          store.commit(List.of(ACCOUNT), view -> new Commit<>(Map.of(), view.get(ACCOUNT) != null));
      long after = System.nanoTime();
      took.add(found ? after - now : Long.MAX_VALUE);
      now = after;
    }
    took.sort(null);
    System.out.printf(
        "%s: %,d reads; median %.0f us, 99 %% %.0f us; CPU of a read: node %.0f us, servers %.0f"
            + " us%n",
        how,
        took.size(),
        took.get(took.size() / 2) / 1e3,
        took.get(took.size() * 99 / 100) / 1e3,
        (ownNanos() - own) / 1e3 / took.size(),
        (serverNanos(cluster) - servers) / 1e3 / took.size());
  }

  private static long ownNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  /** Of all processes of all servers that live now. */
  private static long serverNanos(PostgresCluster cluster) {
    return cluster.servers().stream()
        .flatMapToLong(server ->
            ProcessHandle.of(server.process().pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(
                    process -> process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos()))
        .sum();
  }
}
