package tercet.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.command.Answer;
import tercet.kernel.id.UserId;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;
import tercet.testing.contract.PaymentClients;
import tercet.testing.contract.PaymentNode;
import tercet.testing.testbed.server.PostgresCluster;
import tercet.testing.testbed.server.PostgresServer;
import tercet.testing.testbed.server.ReplicatedServer;

/** The primary of a cluster dies or stands still in the midst of commits; a standby takes over. */
@Tag("slow")
@Timeout(240)
final class FailoverTest {
  private static final int FAILOVERS = 3;

  /** The usual bound, and one for a machine that others use. */
  private static final Duration SILENCE_USUAL = Duration.ofSeconds(5);

  private static final Duration SILENCE_MAX = Duration.ofSeconds(20);

  private static final UserId USER = new UserId("reader");

  @Test
  void nothingAcknowledgedIsLostAndTheNodeFindsEachNewPrimaryByItself() throws Exception {
    try (PostgresCluster cluster = PostgresCluster.start(TestServer::say);
        PaymentNode node = TestServer.node(settings(cluster), 2);
        PaymentClients clients = new PaymentClients(node)) {
      List<Duration> silences = new ArrayList<>();
      for (int failover = 0; failover < FAILOVERS; failover++) {
        clients.awaitAnswers(500);
        clients.longestSilence();
        ReplicatedServer old = cluster.primary();
        old.kill();
        clients.awaitAnswers(100);
        silences.add(clients.longestSilence());
        old.rejoin();
      }
      clients.awaitAnswers(500);
      clients.check();
      System.out.println("without answers after a kill: " + silences);
      Collections.sort(silences);
      assertTrue(silences.getLast().compareTo(SILENCE_MAX) < 0, silences::toString);
      assertTrue(silences.get(FAILOVERS / 2).compareTo(SILENCE_USUAL) < 0, silences::toString);
    }
  }

  @Test
  void primaryThatStoodStillIsNotBelievedWhenItWakes() throws Exception {
    try (PostgresCluster cluster = PostgresCluster.start(TestServer::say);
        PaymentNode active = TestServer.node(settings(cluster), 2);
        PaymentNode bystander = TestServer.node(neverSweeping(settings(cluster)), 1)) {
      active.create(USER);
      assertEquals(0, amount(bystander));

      ReplicatedServer old = cluster.primary();
      old.pause();
      long unknown = creditOnce(active); // by the one that has taken over
      assertNotEquals(old, cluster.primary());

      old.resume(); // the bystander has a connection to it, and heard nothing of all this
      long amount = amount(bystander);
      assertTrue(1 <= amount && amount <= 1 + unknown, () -> "it reads " + amount);
      assertEquals(amount, amount(active));
      assertEquals(List.of(), active.failures());
      assertEquals(List.of(), bystander.failures());
    }
  }

  private static PostgresSettings settings(PostgresCluster cluster) {
    return PostgresSettings.of(cluster.url(), PostgresServer.USER, "", "shop");
  }

  /** It does not even use its connections by itself. */
  private static PostgresSettings neverSweeping(PostgresSettings settings) {
    return new PostgresSettings(
        settings.url(),
        settings.user(),
        settings.password(),
        settings.schema(),
        settings.connections(),
        settings.runsMax(),
        settings.backoffMax(),
        Duration.ofHours(1),
        settings.sweepRecordsMax());
  }

  /** Returns how often it was tried without an answer before. */
  private static long creditOnce(PaymentNode node) throws OverloadedException {
    for (long unknown = 0; ; unknown++) {
      try {
        assertEquals(new Answer.Done(), node.credit(USER));
        return unknown;
      } catch (NoAnswerException e) {
        assertTrue(unknown < 20, "no answers any more");
      }
    }
  }

  private static long amount(PaymentNode node) throws OverloadedException {
    for (int times = 0; ; times++) {
      try {
        return ((Answer.AccountFound) node.find(USER)).credit().value();
      } catch (NoAnswerException e) {
        assertTrue(times < 20, "no answers any more");
      }
    }
  }
}
