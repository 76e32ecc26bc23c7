package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import tercet.kernel.Protocol;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.verifier.contention.Contention;
import tercet.testing.verifier.contention.ContentionResult;
import tercet.testing.verifier.contention.TestedShop;
import tercet.testing.verifier.verify.Verdict;
import tercet.testing.verifier.verify.VerdictText;
import tercet.testing.verifier.verify.Verification;

/** Starts a cluster, and lets a protocol win both contests on it. */
final class ProtocolOnCluster {
  /** Of both contests; {@code -Dtercet.verify.rounds=5} is the long form. */
  private static final int ROUNDS = Integer.getInteger("tercet.verify.rounds", 1);

  /** More of the classic contest alone. */
  private static final int CLASSIC_ROUNDS = ROUNDS > 1 ? 4 : 1;

  /** Of the classic contest. */
  private static final int BUYERS = 1_000;

  private static final int PIECES = BUYERS / 10;

  private static final int ORDERS = 2_000;
  private static final int CONNECTIONS = 256;

  /** Also the routes that Tercet adds, which {@code ExtendedContestTest} tests by one protocol. */
  private static final boolean EXTENDED = Boolean.getBoolean("tercet.verify.extended");

  private static final long SEED = 1;

  /**
   * All clients want the same item, from nodes that have just started, on a machine with others.
   */
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private static final Duration SETTLING_MAX = Duration.ofSeconds(20);

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private ProtocolOnCluster() {}

  static void verify(Blueprint named, Protocol protocol) throws IOException {
    Blueprint blueprint = named.withProtocol(protocol.toString()).withDeadline(DEADLINE);
    long start = System.nanoTime();
    try (LocalCluster cluster = ShopCluster.start(blueprint)) {
      long started = System.nanoTime();
      Verdict verdict =
          new Verification(
                  cluster.address(),
                  SETTLING_MAX,
                  LIMIT,
                  ROUNDS,
                  BUYERS,
                  ORDERS,
                  CONNECTIONS,
                  EXTENDED,
                  SEED)
              .run(ProtocolOnCluster::tell);
      String text =
          "%s by %s, %s%n%s"
              .formatted(named.name(), named.transport(), protocol, VerdictText.of(verdict));
      assertTrue(verdict.isRight(), () -> text + "\n" + cluster.lastWords());
      verdict.contests().stream()
          .filter(contest -> contest.name().equals("classic"))
          .forEach(contest -> assertEquals(PIECES, contest.counts().paid(), text));
      for (int round = 1; round <= CLASSIC_ROUNDS; round++) {
        assertWon(
            new Contention(TestedShop.at(cluster.address()), BUYERS, PIECES).run(SETTLING_MAX),
            cluster,
            text);
      }
      long played = System.nanoTime();
      System.out.printf(
          "%s%nup in %d ms, verified in %d ms%n",
          text,
          Duration.ofNanos(started - start).toMillis(),
          Duration.ofNanos(played - started).toMillis());
    }
  }

  /** Progress of the long form. */
  private static void tell(String line) {
    if (ROUNDS > 1) {
      System.out.println(line);
    }
  }

  private static void assertWon(ContentionResult contest, LocalCluster cluster, String where) {
    assertEquals(List.of(), contest.complaints(), () -> where + "\n" + cluster.lastWords());
    assertEquals(PIECES, contest.counts().paid(), where);
  }
}
