package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tercet.kernel.Protocol;
import tercet.testing.testbed.cluster.Blueprints;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.cluster.Member;
import tercet.testing.verifier.contention.ContentionResult;
import tercet.testing.verifier.contention.ExtendedContention;
import tercet.testing.verifier.contention.Playing;
import tercet.testing.verifier.contention.TestedShop;

/**
 * Checkouts with limits, cancellations and removals race over HTTP while one node after the other
 * is killed and started again.
 */
@Tag("slow")
@Timeout(300)
final class ExtendedContestTest {
  private static final int ORDERS = 2_000;
  private static final int CONNECTIONS = 64;
  private static final long SEED = 3;

  /** Twice the deadline of a checkout: a killed node's transactions are settled by then. */
  private static final Duration SETTLING_MAX = Duration.ofSeconds(20);

  /** {@code -Dtercet.verify.all=true} takes each. */
  static List<Protocol> protocols() {
    return Boolean.getBoolean("tercet.verify.all")
        ? List.of(Protocol.values())
        : List.of(Protocol.TCC);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void addedRoutesAreExactWhicheverNodeIsKilled(Protocol protocol) throws Exception {
    try (LocalCluster cluster =
            ShopCluster.start(Blueprints.ROCKSDB_3.withProtocol(protocol.toString()));
        ExecutorService clients = Executors.newSingleThreadExecutor()) {
      ExtendedContention.Prepared contest =
          new ExtendedContention(
                  TestedShop.at(cluster.address()), ORDERS, CONNECTIONS, new SplittableRandom(SEED))
              .prepare();
      Future<Playing> playing = clients.submit(contest::play);
      List<String> killed = new ArrayList<>();
      for (Member victim : cluster.members()) {
        assertFalse(playing.isDone(), () -> "it was over before " + victim.name() + " was killed");
        victim.kill();
        victim.restart();
        cluster.awaitReady();
        killed.add(victim.name());
      }
      ContentionResult result = playing.get().judge(SETTLING_MAX, _ -> {});
      String words = protocol + ", killed " + killed + ": " + result.setting();
      assertEquals(List.of(), result.complaints(), () -> words + cluster.lastWords());
      System.out.println(words);
    }
  }
}
