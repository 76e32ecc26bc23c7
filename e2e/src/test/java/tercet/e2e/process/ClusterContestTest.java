package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.clusters.Blueprint;
import tercet.clusters.LocalCluster;
import tercet.judge.contest.Contest;
import tercet.judge.contest.ContestResult;
import tercet.kernel.Protocol;

/** What everybody tries first, on clusters of real processes. */
@Timeout(300)
final class ClusterContestTest {
  /** {@code -Dtercet.contest.cluster-rounds=5} is the long form. */
  private static final int ROUNDS = Integer.getInteger("tercet.contest.cluster-rounds", 1);

  /** Everybody wants the same item, from nodes that have just started, on a machine with others. */
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private static final Duration SETTLING_MAX = Duration.ofSeconds(20);

  @ParameterizedTest
  @EnumSource
  void thousandBuyersAtOnceBuyExactlyTheHundredPiecesWithPostgres(Protocol protocol)
      throws IOException {
    contest(Blueprint.POSTGRES, protocol);
  }

  @ParameterizedTest
  @EnumSource
  void soTheyDoWithThreeProcessesOfTheirOwnRocksDb(Protocol protocol) throws IOException {
    contest(Blueprint.ROCKSDB_3, protocol);
  }

  private static void contest(Blueprint named, Protocol protocol) throws IOException {
    Blueprint blueprint = named.withProtocol(protocol.toString()).withDeadline(DEADLINE);
    long start = System.nanoTime();
    try (LocalCluster cluster = ShopCluster.start(blueprint)) {
      long started = System.nanoTime();
      for (int round = 1; round <= ROUNDS; round++) {
        ContestResult result = Contest.standard(cluster.address()).run(SETTLING_MAX);
        String where = named.name() + ", " + protocol + ", round " + round + "\n";
        assertEquals(List.of(), result.complaints(), () -> where + cluster.lastWords());
      }
      long played = System.nanoTime();
      System.out.printf(
          "%s, %s: up in %d ms, %d contests in %d ms%n",
          named.name(),
          protocol,
          Duration.ofNanos(started - start).toMillis(),
          ROUNDS,
          Duration.ofNanos(played - started).toMillis());
    }
  }
}
