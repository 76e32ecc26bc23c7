package tercet.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.command.Answer;
import tercet.kernel.id.UserId;
import tercet.runtime.store.Store;
import tercet.testing.contract.PaymentNode;
import tercet.testing.contract.StoreContract;
import tercet.testing.testbed.server.PgBouncerServer;
import tercet.testing.testbed.server.PostgresServer;

/** PgBouncer in transaction mode between the nodes and their server. */
@Tag("slow")
@Timeout(300)
final class PgBouncerTest implements StoreContract {
  private static final int ROUNDS = 4;
  private static final int CREDITS_OF_EACH = 600;

  private static final PgBouncerServer BOUNCER =
      PgBouncerServer.before(
          TestServer.server(), PgBouncerServer.Mode.TRANSACTION, TestServer::say);

  private final PostgresSettings settings = TestServer.sweepingOften(through(BOUNCER), 100);

  @AfterAll
  static void endBouncer() {
    BOUNCER.close();
  }

  private static PostgresSettings through(PgBouncerServer bouncer) {
    return PostgresSettings.of(
        bouncer.url(), PostgresServer.USER, "", TestServer.freshSchema().schema());
  }

  /** Fewer than without a pooler in between: {@link PostgresStoreTest} has the long form. */
  @Override
  public int historyCommits() {
    return 60;
  }

  @Override
  public int rounds() {
    return 100;
  }

  @Override
  public Store open(InstantSource clock) {
    return PostgresStore.open(settings, SHARDS.count(), clock);
  }

  /** Both nodes add to one account; each addition reads the balance that the other has written. */
  @Test
  void everyCreditOfTwoNodesIsKept() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      PostgresSettings shop = through(BOUNCER);
      UserId user = new UserId("0");
      try (PaymentNode one = TestServer.node(shop, 3);
          PaymentNode other = TestServer.node(shop, 3)) {
        assertEquals(new Answer.Created("0"), one.create(user));
        creditFromBoth(one, other, user);
        for (PaymentNode node : List.of(one, other)) {
          assertEquals(
              2L * CREDITS_OF_EACH,
              ((Answer.AccountFound) node.find(user)).credit().value(),
              "round " + round);
          assertEquals(List.of(), node.failures());
        }
      }
    }
  }

  private static void creditFromBoth(PaymentNode one, PaymentNode other, UserId user)
      throws Exception {
    CountDownLatch begin = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int number = 0; number < 2 * CREDITS_OF_EACH; number++) {
        PaymentNode node = number % 2 == 0 ? one : other;
        answers.add(
            threads.submit(() -> {
              begin.await();
              return node.credit(user);
            }));
      }
      begin.countDown();
      for (Future<Answer> answer : answers) {
        assertEquals(new Answer.Done(), answer.get());
      }
    }
  }

  /** Settings of the store's transactions do not stay in connections that others use. */
  @Test
  void sessionsOfTheServerKeepNoSettingOfTheStore() throws Exception {
    try (PaymentNode node = TestServer.node(settings, 2)) {
      node.create(new UserId("a"));
      assertEquals("on|read committed", seenThrough("enable_seqscan", "transaction_isolation"));
    }
  }

  private static String seenThrough(String... names) throws Exception {
    List<String> values = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(BOUNCER.url(), PostgresServer.USER, "");
        Statement statement = connection.createStatement()) {
      for (String name : names) {
        try (ResultSet rows = statement.executeQuery("show " + name)) {
          assertTrue(rows.next());
          values.add(rows.getString(1));
        }
      }
    }
    return String.join("|", values);
  }

  @Test
  void poolerThatTakesSingleStatementsIsRefused() {
    try (PgBouncerServer single =
        PgBouncerServer.before(
            TestServer.server(), PgBouncerServer.Mode.STATEMENT, TestServer::say)) {
      DatabaseRefusedException refused =
          assertThrows(
              DatabaseRefusedException.class,
              () -> PostgresStore.open(through(single), 8, InstantSource.system()).close());
      assertTrue(refused.toString().contains("pool_mode"), refused::toString);
    }
  }

  /** Statements that the server remembers belong to a session, and this pooler has none. */
  @Test
  void rememberedStatementsAreRefusedBehindAPoolerThatLosesThem() {
    PostgresSettings remembering =
        PostgresSettings.of(
            BOUNCER.url() + "?prepareThreshold=1",
            PostgresServer.USER,
            "",
            TestServer.freshSchema().schema());
    DatabaseRefusedException refused =
        assertThrows(
            DatabaseRefusedException.class,
            () -> PostgresStore.open(remembering, 8, InstantSource.system()).close());
    assertTrue(refused.toString().contains("prepareThreshold=0"), refused::toString);
  }
}
