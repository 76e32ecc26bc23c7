package tercet.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.command.Answer;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.UserId;
import tercet.runtime.request.NoAnswerException;
import tercet.testing.contract.PaymentNode;

/** A server that ends statements after 100 ms, and takes 2 ms for each row that is inserted. */
@Tag("slow")
@Timeout(300)
final class StatementTimeoutTest {
  private static final UserId STRANGER = new UserId("stranger");
  private static final List<ShardId> SHARDS = PaymentNode.SHARDS.of(Service.PAYMENT);

  private final PostgresSettings settings = TestServer.freshSchema();

  @BeforeEach
  void makeInsertsSlow() throws SQLException {
    PostgresStore.open(settings, PaymentNode.SHARDS.count(), InstantSource.system()).close();
    sql(
        ("create function %1$s.wait() returns trigger language plpgsql as"
                + " 'begin perform pg_sleep(0.002); return new; end';"
                + " create trigger wait before insert on %1$s.lasting"
                + " for each row execute function %1$s.wait()")
            .formatted(settings.schema()));
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  /** One lane for all shards, so that everything shares its batches. */
  private PaymentNode open() {
    PostgresSettings hurried =
        PostgresSettings.of(
            settings.url() + "?options=-c%20statement_timeout=100ms",
            settings.user(),
            "",
            settings.schema());
    while (true) {
      try {
        return TestServer.node(hurried, 1);
      } catch (DatabaseRefusedException e) { // the limit is for the look at the schema, too
        assertTrue(String.valueOf(e.getMessage()).contains("statement timeout"), e.getMessage());
      }
    }
  }

  /** The shares of all shards are 10 rows each, 160 ms together: too much for one statement. */
  @Test
  void batchIsHalvedUntilTheServerTakesItsParts() throws Exception {
    try (PaymentNode node = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      node.create(STRANGER);
      List<Future<Answer>> fills = refill(node, threads, 10 * SHARDS.size());
      readUntilDone(node, fills);
      for (Future<Answer> filled : fills) {
        assertInstanceOf(Answer.Done.class, filled.get());
      }
      Answer.AccountFound last = (Answer.AccountFound) node.find(new UserId("79"));
      assertEquals(new Amount(1), last.credit());
      assertEquals(List.of(), node.failures());
    }
  }

  /**
   * The share of each shard is 120 rows. The node used to take the server for unavailable, and to
   * try the whole batch again and again: others got no answer meanwhile.
   */
  @Test
  void whatIsTooSlowEvenAloneKeepsNobodyElseWaiting() throws Exception {
    try (PaymentNode node = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      node.create(STRANGER);
      List<Future<Answer>> fills = fill(node, threads, 120 * SHARDS.size());
      readUntilDone(node, fills);
      for (Future<Answer> filled : fills) {
        assertEquals(Future.State.FAILED, filled.state());
        assertInstanceOf(NoAnswerException.class, filled.exceptionNow());
      }
      sql("drop trigger wait on %s.lasting".formatted(settings.schema()));
      for (Future<Answer> filled : refill(node, threads, 120 * SHARDS.size())) {
        assertInstanceOf(Answer.Done.class, filled.get());
      }
      assertEquals(List.of(), node.failures());
    }
  }

  private static List<Future<Answer>> fill(PaymentNode node, ExecutorService threads, int count) {
    List<Future<Answer>> fills = new ArrayList<>();
    for (ShardId shard : SHARDS) {
      fills.add(threads.submit(() -> node.fill(shard, count)));
    }
    return fills;
  }

  /** The same by clients that repeat what was not answered. */
  private static List<Future<Answer>> refill(PaymentNode node, ExecutorService threads, int count) {
    List<Future<Answer>> fills = new ArrayList<>();
    for (ShardId shard : SHARDS) {
      fills.add(
          threads.submit(() -> {
            while (true) {
              try {
                return node.fill(shard, count);
              } catch (NoAnswerException busy) {
                // On a machine that others use, too, a statement may be too slow by chance.
              }
            }
          }));
    }
    return fills;
  }

  /** Another client reads all the time; a read without an answer throws. */
  private static void readUntilDone(PaymentNode node, List<Future<Answer>> fills) throws Exception {
    int reads = 0;
    long longest = 0;
    while (!fills.stream().allMatch(Future::isDone)) {
      long begin = System.nanoTime();
      assertInstanceOf(Answer.AccountFound.class, node.find(STRANGER));
      longest = Math.max(longest, System.nanoTime() - begin);
      reads++;
    }
    TestServer.say("reads: %,d, the longest took %,d ms".formatted(reads, longest / 1_000_000));
    assertTrue(reads > 0, "no client read");
  }
}
