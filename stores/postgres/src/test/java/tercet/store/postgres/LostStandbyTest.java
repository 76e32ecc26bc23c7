package tercet.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.command.Answer;
import tercet.kernel.id.UserId;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;
import tercet.testing.contract.PaymentNode;
import tercet.testing.testbed.server.PostgresCluster;
import tercet.testing.testbed.server.PostgresServer;
import tercet.testing.testbed.server.ReplicatedServer;

/** A primary without standbys confirms nothing; its processes wait, and clients give up. */
@Tag("slow")
@Timeout(240)
final class LostStandbyTest {
  private static final int CONNECTIONS = 4;
  private static final Duration LOST_FOR = Duration.ofSeconds(20);

  /** The pool's, one that is being made, and one that looks for another primary. */
  private static final long BACKENDS_MAX = CONNECTIONS + 2;

  private static final String COUNT =
      "select count(*) from pg_stat_activity where application_name = 'tercet'";

  private final AtomicLong answered = new AtomicLong();
  private volatile boolean stopping;

  @Test
  void backendsStayFewWhileNoStandbyConfirmsAndAllGoesOnWhenOneIsBack() throws Exception {
    try (PostgresCluster cluster = PostgresCluster.start(TestServer::say);
        PaymentNode node = TestServer.node(settings(cluster), 3)) {
      assertEquals(new Answer.Created("a"), node.create(new UserId("a")));
      ReplicatedServer primary = cluster.primary();
      List<ReplicatedServer> standbys =
          cluster.servers().stream().filter(server -> !server.equals(primary)).toList();
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int client = 0; client < 8; client++) {
          clients.execute(() -> creditUntilStopped(node));
        }
        try {
          awaitAnswers(100);
          standbys.forEach(ReplicatedServer::pause);
          long most = mostBackends(primary);
          System.out.println("backends without a standby: at most " + most);
          assertTrue(most <= BACKENDS_MAX, () -> most + " backends");
          long before = System.nanoTime();
          standbys.forEach(ReplicatedServer::resume);
          awaitAnswers(100);
          Duration back = Duration.ofNanos(System.nanoTime() - before);
          System.out.println("answers again after " + back);
        } finally {
          stopping = true;
        }
      }
      assertEquals(List.of(), node.failures());
    }
  }

  private static PostgresSettings settings(PostgresCluster cluster) {
    return PostgresSettings.of(cluster.url(), PostgresServer.USER, "", "shop")
        .withConnections(CONNECTIONS);
  }

  /** By the server, which counts those that it ends before they are gone. */
  private static long mostBackends(ReplicatedServer primary) {
    long most = 0;
    long end = System.nanoTime() + LOST_FOR.toNanos();
    while (System.nanoTime() - end < 0) {
      most = Math.max(most, Long.parseLong(primary.sql(COUNT)));
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    return most;
  }

  private void creditUntilStopped(PaymentNode node) {
    while (!stopping) {
      try {
        node.credit(new UserId("a"));
        answered.incrementAndGet();
      } catch (NoAnswerException | OverloadedException e) {
        // no standby has confirmed it
      }
    }
  }

  private void awaitAnswers(long more) {
    long goal = answered.get() + more;
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (answered.get() < goal) {
      assertTrue(System.nanoTime() - end < 0, "no answers");
      LockSupport.parkNanos(1_000_000);
    }
  }
}
