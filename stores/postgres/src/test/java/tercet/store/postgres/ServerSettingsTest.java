package tercet.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tercet.kernel.balance.Account;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.StoreUnavailableException;
import tercet.testing.testbed.server.PostgresServer;

/** The server's settings and passwords change while a store uses it. */
@Tag("slow")
@Timeout(120)
final class ServerSettingsTest {
  private static final Key KEY = new Key(RecordKind.ACCOUNT, new ShardId(Service.PAYMENT, 0), "a");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PostgresServer server = PostgresServer.start(TestServer::say);

  @TempDir private Path folder;

  @AfterEach
  void endServer() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"fsync,off", "full_page_writes,off", "synchronous_commit,off"})
  void serverThatMayLoseCommitsIsUsedOnlyAfterItIsMended(String setting, String value) {
    try (PostgresStore store = open(TestServer.settings(server, "shop"))) {
      assertEquals(0, addOne(store));
      set(setting, value);
      server.sql(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name ="
              + " 'tercet'"); // as after a failover to a server that has this setting
      StoreUnavailableException refused = awaitRefusal(store);
      assertTrue(refused.toString().contains(setting), refused::toString);
      assertRefused(TestServer.settings(server, "shop"), setting);
      set(setting, "on");
      assertEquals(1, awaitAddition(store));
    }
  }

  @ParameterizedTest
  @CsvSource({"local", "remote_write"})
  void commitThatWaitsForNoStandbyIsRefusedWhereStandbysAreSynchronous(String value) {
    open(TestServer.settings(server, "shop")).close();
    set("synchronous_commit", value);
    open(TestServer.settings(server, "shop")).close();
    set("synchronous_standby_names", "'ANY 1 (other)'");
    assertRefused(TestServer.settings(server, "shop"), "synchronous_commit = " + value);
  }

  @Test
  void nodeSurvivesThatItsPasswordIsRotated() throws Exception {
    server.sql("create role shop login password 'first'");
    server.sql("create schema shop authorization shop");
    requirePasswordOf("shop");
    Path file = folder.resolve("password");
    Files.writeString(file, "first\n");
    PostgresSettings settings =
        PostgresSettings.of(server.url(), "shop", "", "shop").withPasswordFile(file);
    try (PostgresStore store = open(settings)) {
      assertEquals(0, addOne(store));
      server.sql("alter role shop password 'second'");
      server.sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'shop'");
      StoreUnavailableException refused = awaitRefusal(store);
      assertTrue(refused.toString().contains("password"), refused::toString);
      assertRefused(settings, "password");
      Files.writeString(file, "second\n");
      assertEquals(1, awaitAddition(store));
    }
  }

  private void requirePasswordOf(String role) {
    server.sql(
        "copy (select 'host all %s 127.0.0.1/32 scram-sha-256' union all".formatted(role)
            + " select 'host all all 127.0.0.1/32 trust') to '"
            + server.sql("show hba_file")
            + "'");
    server.sql("select pg_reload_conf()");
  }

  private void set(String setting, String value) {
    server.sql("alter system set " + setting + " = " + value);
    server.sql("select pg_reload_conf()");
    String plain = value.replace("'", "");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!server.sql("show " + setting).equals(plain)) {
      assertTrue(System.nanoTime() - end < 0, "the server does not read its settings");
    }
  }

  /** The first commits may meet connections that were just cut. */
  private static StoreUnavailableException awaitRefusal(PostgresStore store) {
    StoreUnavailableException refused =
        assertThrows(StoreUnavailableException.class, () -> addOne(store));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (refused.toString().contains("administrator command")
        || refused.toString().contains("This connection has been closed")) {
      assertTrue(System.nanoTime() - end < 0, refused::toString);
      refused = assertThrows(StoreUnavailableException.class, () -> addOne(store));
    }
    return refused;
  }

  private static long awaitAddition(PostgresStore store) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return addOne(store);
      } catch (StoreUnavailableException e) {
        assertTrue(System.nanoTime() - end < 0, e::getMessage);
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private static void assertRefused(PostgresSettings settings, String why) {
    DatabaseRefusedException refused =
        assertThrows(DatabaseRefusedException.class, () -> open(settings).close());
    assertTrue(refused.toString().contains(why), refused::toString);
  }

  private static PostgresStore open(PostgresSettings settings) {
    return PostgresStore.open(settings, 8, InstantSource.system());
  }

  /** The credit from before. */
  private static long addOne(PostgresStore store) {
    return store.commit(
        List.of(KEY),
        view -> {
          StoredRecord found = view.get(KEY);
          long before = found instanceof Account account ? account.amount().value() : 0;
          return new Commit<>(Map.of(KEY, new Account(new Amount(before + 1), 1)), before);
        });
  }
}
