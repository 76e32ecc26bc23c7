package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.e2e.process.Outputs.assertSays;
import static tercet.e2e.process.Outputs.found;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.kernel.balance.Account;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.Shards;
import tercet.kernel.id.UserId;
import tercet.runtime.store.Commit;
import tercet.store.rocksdb.RocksDbSettings;
import tercet.store.rocksdb.RocksDbStore;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.PostgresServer;
import tercet.testing.testbed.server.RedisServer;
import tercet.testing.testbed.server.Shell;
import tercet.testing.verifier.shop.ClientReply;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.Receipt;
import tercet.testing.verifier.shop.ShopClient;

/** A shop is backed up under load, lost, restored from the backup, and audited. */
@Tag("slow")
@Timeout(300)
final class BackedUpShopTest {
  private static final int SHARDS = 16;
  private static final int USERS = 50;
  private static final int ORDERS = 30_000;
  private static final int ENOUGH = 300;
  private static final Pattern MADE = Pattern.compile("(?m)^(\\S+) has \\d+ files: ");

  @TempDir private Path folder = Path.of("");
  private final ShopProcess.Ports ports = ShopProcess.Ports.free();
  private final Set<OrderId> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  void embeddedStoreIsBackedUpUnderLoadAndRestoredAndAudited() throws Exception {
    Path backup;
    Set<OrderId> before;
    try (ShopProcess shop = embedded("data")) {
      fill();
      assertSays(0, "The books are in", audit("--save", books()));
      try (SteadyBuyers load = new SteadyBuyers(ports, acknowledged)) {
        load.await(ENOUGH);
        assertSays(0, "MiB were copied", backup());
        load.await(ENOUGH);
        before = Set.copyOf(acknowledged);
        Shell.Result made = backup();
        backup = Path.of(found(MADE, made.output()));
        assertSays(0, "0 are wrong", audit("--since", books()));
        load.await(ENOUGH);
        shop.kill();
      }
    }
    Shell.Result restored =
        tercet("data", "restore", "--from", backup.toString(), "--data", path("restored"));
    assertSays(0, "every checksum is right", restored);
    try (ShopProcess shop = embedded("restored");
        ShopClient client = new ShopClient(ports.uri())) {
      for (OrderId order : before) {
        assertTrue(client.findOrder(order).value().paid(), () -> order + " is lost");
      }
      assertSays(0, "100 balances were compared, 0 are wrong", audit("--since", books()));
      // It goes on.
      OrderId next = OrderId.of(ORDERS - 1);
      assertTrue(client.checkout(next) instanceof ClientReply.Ok<Receipt>, shop::output);
      assertSays(0, "100 balances were compared, 0 are wrong", audit("--since", books()));
      assertEquals(0, shop.stop());
    }
    changeCredit(folder.resolve("restored"), new UserId("7"));
    try (ShopProcess _ = embedded("restored")) {
      Shell.Result wrong = audit("--since", books());
      assertSays(1, "BALANCE_WRONG: User 7 has a credit of ", wrong);
      assertSays(1, "5 too much", wrong);
      assertSays(1, "100 balances were compared, 1 are wrong", wrong);
    }
  }

  /** The procedure of docs/operate/backup.md. */
  @Test
  void databaseIsDumpedUnderLoadAndRestoredAndAudited() throws Exception {
    try (PostgresServer server = PostgresServer.start(BackedUpShopTest::tell)) {
      Path dump = folder.resolve("shop.dump");
      Set<OrderId> before;
      try (ShopProcess shop = onPostgres(server, "postgres")) {
        fill();
        assertSays(0, "The books are in", audit("--save", books()));
        assertSays(1, "Back these up", backup());
        try (SteadyBuyers load = new SteadyBuyers(ports, acknowledged)) {
          load.await(ENOUGH);
          before = Set.copyOf(acknowledged);
          server.program("pg_dump", "--format=custom", "--file=" + dump, "postgres");
          load.await(ENOUGH);
          shop.kill();
        }
      }
      server.sql("create database restored");
      server.program("pg_restore", "--exit-on-error", "--dbname=restored", dump.toString());
      try (ShopProcess _ = onPostgres(server, "restored");
          ShopClient client = new ShopClient(ports.uri())) {
        for (OrderId order : before) {
          assertTrue(client.findOrder(order).value().paid(), () -> order + " is lost");
        }
        assertSays(0, "100 balances were compared, 0 are wrong", audit("--since", books()));
        client.pay(tercet.testing.verifier.shop.UserId.of(7), 1).value();
        assertSays(1, "User 7 has a credit of ", audit("--since", books()));
      }
    }
  }

  /** The procedure of docs/operate/backup.md. */
  @Test
  void redisIsCopiedUnderLoadAndRestoredAndAudited() throws Exception {
    Path other = Files.createDirectory(folder.resolve("redis"));
    Set<OrderId> before;
    try (RedisServer server = RedisServer.start(BackedUpShopTest::tell);
        ShopProcess shop = onRedis(server)) {
      fill();
      assertSays(0, "The books are in", audit("--save", books()));
      try (SteadyBuyers load = new SteadyBuyers(ports, acknowledged)) {
        load.await(ENOUGH);
        before = Set.copyOf(acknowledged);
        Path copy = other.resolve("dump.rdb");
        String port = Integer.toString(server.process().port());
        Shell.Result copied = Shell.run(List.of("redis-cli", "-p", port, "--rdb", copy.toString()));
        assertEquals(0, copied.status(), copied::output);
        load.await(ENOUGH);
        shop.kill();
      }
    }
    List<String> fromCopy = List.of("--appendonly", "no", "--dbfilename", "dump.rdb");
    try (RedisServer server = RedisServer.start(other, BackedUpShopTest::tell, fromCopy)) {
      server.process().cli("config", "set", "appendonly", "yes");
      Await.until(
          "the copy is in the log",
          () -> {
            String state = server.process().cli("info", "persistence");
            return state.contains("aof_enabled:1")
                && state.contains("aof_rewrite_in_progress:0")
                && state.contains("aof_rewrite_scheduled:0");
          });
      try (ShopProcess _ = onRedis(server);
          ShopClient client = new ShopClient(ports.uri())) {
        for (OrderId order : before) {
          assertTrue(client.findOrder(order).value().paid(), () -> order + " is lost");
        }
        assertSays(0, "100 balances were compared, 0 are wrong", audit("--since", books()));
      }
    }
  }

  private static void tell(String progress) {
    System.out.println(progress);
  }

  private ShopProcess onRedis(RedisServer server) {
    return ShopProcess.start(
        ports, folder.resolve("unused"), List.of(), "--store=redis", "--redis-url=" + server.url());
  }

  private ShopProcess embedded(String data) {
    return ShopProcess.start(
        ports, folder.resolve(data), List.of(), "--backups=" + path("backups"));
  }

  private ShopProcess onPostgres(PostgresServer server, String database) {
    return ShopProcess.start(
        ports,
        folder.resolve("unused"),
        List.of(),
        "--store=postgres",
        "--postgres-url=" + server.url(database),
        "--postgres-user=" + PostgresServer.USER);
  }

  private void fill() {
    try (ShopClient client = new ShopClient(ports.uri())) {
      client.initItems(USERS, 1_000_000, 1).value();
      client.initUsers(USERS, 1_000_000).value();
      client.initOrders(ORDERS, USERS, USERS, 1).value();
    }
  }

  /** As no call of the shop could. */
  private static void changeCredit(Path data, UserId user) {
    Key key = Key.balance(user, new Shards(SHARDS).of(user));
    try (RocksDbStore store =
        RocksDbStore.open(data, SHARDS, RocksDbSettings.defaults(), InstantSource.system())) {
      store.commit(
          Set.of(key),
          view -> {
            Account account = (Account) Objects.requireNonNull(view.get(key));
            Amount more = account.amount().plus(new Amount(5));
            return new Commit<>(Map.of(key, account.withAmount(more)), true);
          });
    }
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String books() {
    return path("books");
  }

  private Shell.Result backup() {
    return tercet("backup", "--admin", admin());
  }

  private Shell.Result audit(String... options) {
    List<String> words = new ArrayList<>(List.of("audit", "--admin", admin(), "--pause", "1s"));
    words.addAll(List.of(options));
    List<String> command = new ArrayList<>(ShopProcess.toolsCommand());
    command.addAll(words);
    return Shell.run(command);
  }

  private String admin() {
    return "http://127.0.0.1:" + ports.admin();
  }

  private static Shell.Result tercet(String... words) {
    List<String> command = new ArrayList<>(ShopProcess.nodeCommand());
    command.addAll(List.of(words));
    return Shell.run(command);
  }
}
