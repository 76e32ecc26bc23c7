package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.e2e.process.Outputs.assertSays;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Protocol;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.Shell;
import tercet.testing.verifier.shop.ClientReply;
import tercet.testing.verifier.shop.Done;
import tercet.testing.verifier.shop.Item;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Order;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.Receipt;
import tercet.testing.verifier.shop.ShopClient;
import tercet.testing.verifier.shop.User;
import tercet.testing.verifier.shop.UserId;

/**
 * Orders, stock and payment in a process each, with a RocksDB each. The one for orders dies as it
 * commits that an order is paid, and its folder is then replaced by a backup.
 */
@Tag("slow")
@Timeout(240)
final class RestoredOrdersTest {
  private static final String PAYING = "before-commit:order.Paid:1";
  private static final String QUARANTINED = "tercet_votes_quarantined_total";
  private static final UserId USER = UserId.of(0);
  private static final ItemId ITEM = ItemId.of(0);
  private static final long CREDIT = 100;
  private static final long STOCK = 10;
  private static final long PRICE = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LOSS_WINDOW = "--loss-window=15s";

  @TempDir private Path folder = Path.of("");

  private final Map<String, ShopProcess.Ports> ports = new HashMap<>();
  private final Map<String, ShopProcess> nodes = new HashMap<>();
  private final List<String> options = new ArrayList<>();

  @AfterEach
  void endAll() {
    nodes.values().forEach(ShopProcess::close);
  }

  /**
   * Only an outcome that no client or participant had heard was lost: the order's record decides.
   */
  @ParameterizedTest
  @EnumSource
  void orderIsPaidOnceAfterABackupOfTheMomentBeforeIsRestored(Protocol protocol) throws Exception {
    startAll(protocol);
    OrderId order = prepare();
    node("order").stop();
    copy(data("order"), folder.resolve("backup"));
    dieWhilePaying(protocol, order);
    restore();
    start("order", protocol).awaitReady();
    try (ShopClient client = new ShopClient(port("order").uri())) {
      await("everything is whole", () -> isPaidOnce(client, order) || isUntouched(client, order));
      boolean paid = isPaidOnce(client, order);
      System.out.printf("%s: after the restore the order is %s%n", protocol, paid ? "paid" : "not");
      await("it can be bought", () -> client.checkout(order) instanceof ClientReply.Ok<Receipt>);
      await("it is paid once", () -> isPaidOnce(client, order));
      assertTrue(client.checkout(order) instanceof ClientReply.Ok<Receipt>);
      assertTrue(isPaidOnce(client, order));
    }
    assertEquals(0, ShopCluster.metric(node("order").adminUri(), QUARANTINED));
  }

  /** The backup has been opened fewer times than the store in which the checkout began. */
  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"TCC", "SAGA", "TWO_PHASE_COMMIT"})
  void whatABackupThatIsTooOldCannotDecideIsQuarantined(Protocol protocol) throws Exception {
    startAll(protocol);
    OrderId order = prepare();
    node("order").stop();
    copy(data("order"), folder.resolve("backup"));
    for (int opened = 0; opened < 2; opened++) {
      start("order", protocol).awaitReady();
      node("order").stop();
    }
    dieWhilePaying(protocol, order);
    restore();
    ShopProcess restored = start("order", protocol);
    restored.awaitReady();
    await("it counts", () -> ShopCluster.metric(restored.adminUri(), QUARANTINED) >= 2);
    String said = restored.output();
    assertTrue(said.contains("Quarantined:"), said);
    assertTrue(said.contains("the order's records are older than the transaction"), said);
    try (ShopClient client = new ShopClient(port("order").uri())) {
      // Neither paid for nor given back: the part in doubt stays held.
      assertEquals(false, client.findOrder(order).value().paid());
      if (protocol != Protocol.TWO_PHASE_COMMIT) {
        assertEquals(CREDIT - PRICE, client.findUser(USER).value().credit());
        assertEquals(STOCK - 1, client.findItem(ITEM).value().stock());
      }
      settleByHand(client, order);
    }
  }

  private void settleByHand(ShopClient client, OrderId order) throws IOException {
    Shell.Result listed = tercet("quarantined");
    Matcher named = Pattern.compile("transaction (\\S+) of order").matcher(listed.output());
    assertTrue(named.find(), listed::output);
    String id = named.group(1);
    assertSays(1, "was not settled", tercet("settle", id, "closed", "--why", "a mistake"));
    Shell.Result settled = tercet("settle", id, "unpaid", "--who", "ada", "--why", "lost");
    assertSays(0, "It is settled", settled);
    await("everything is given back", () -> isUntouched(client, order));
    await("none asks", () -> tercet("quarantined").output().contains("Nothing is in quarantine"));
    await("nothing is open", () -> tercet("list").output().contains("Nothing is open"));
    assertSays(1, "is quarantined", tercet("settle", id, "paid", "--why", "too late"));
    String audited = Files.readString(folder.resolve("stock.audit"));
    for (String word : List.of("ada", "lost", "settle as unpaid", id, "settled", "in_doubt")) {
      assertTrue(audited.contains('"' + word + '"'), audited);
    }
    assertTrue(client.checkout(order) instanceof ClientReply.Ok<Receipt>);
    await("it can be bought", () -> isPaidOnce(client, order));
  }

  private Shell.Result tercet(String... words) {
    List<String> command = new ArrayList<>(ShopProcess.nodeCommand());
    command.addAll(List.of("transactions", "--admin", node("stock").adminUri().toString()));
    command.addAll(1 + command.indexOf("transactions"), List.of(words));
    return Shell.run(command);
  }

  /** The client and the participants have heard that the order is paid, and then it is not. */
  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"TCC", "TWO_PHASE_COMMIT"})
  void whatABackupHasLostOfAPaidOrderIsAgreedOnAgain(Protocol protocol) throws Exception {
    options.add(LOSS_WINDOW);
    startAll(protocol);
    OrderId order = prepare();
    node("order").stop();
    copy(data("order"), folder.resolve("backup"));
    start("order", protocol).awaitReady();
    try (ShopClient client = new ShopClient(port("order").uri())) {
      await("it is bought", () -> client.checkout(order) instanceof ClientReply.Ok<Receipt>);
      await("it is paid", () -> isPaidOnce(client, order));
    }
    node("order").stop();
    restore();
    start("order", protocol).awaitReady();
    try (ShopClient client = new ShopClient(port("order").uri())) {
      assertEquals(false, client.findOrder(order).value().paid());
      await("everything is whole", () -> isPaidOnce(client, order) || isUntouched(client, order));
      await("it can be bought", () -> client.checkout(order) instanceof ClientReply.Ok<Receipt>);
      await("it is paid once", () -> isPaidOnce(client, order));
    }
    assertEquals(0, ShopCluster.metric(node("order").adminUri(), QUARANTINED));
  }

  private void startAll(Protocol protocol) throws IOException {
    StringBuilder file = new StringBuilder("shards = 4\nstores = own\n");
    for (String name : List.of("order", "stock", "payment")) {
      ports.put(name, ShopProcess.Ports.free());
      String roles = name.equals("order") ? "order, gateway" : name;
      file.append("node.%s.address = 127.0.0.1:%d%n".formatted(name, ShopProcess.freePort()));
      file.append("node.%s.roles = %s%n".formatted(name, roles));
    }
    Files.writeString(clusterFile(), file);
    ports.keySet().forEach(name -> start(name, protocol));
    nodes.values().forEach(ShopProcess::awaitReady);
  }

  private ShopProcess start(String name, Protocol protocol, String... more) {
    List<String> all = new ArrayList<>(options);
    all.add("--cluster=" + clusterFile());
    all.add("--node=" + name);
    all.add("--protocol=" + protocol);
    all.add("--deadline=2s");
    all.add("--audit-log=" + folder.resolve(name + ".audit"));
    all.addAll(List.of(more));
    ShopProcess node =
        ShopProcess.launch(port(name), data(name), List.of(), all.toArray(String[]::new));
    nodes.put(name, node);
    return node;
  }

  private ShopProcess node(String name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  private ShopProcess.Ports port(String name) {
    return Objects.requireNonNull(ports.get(name));
  }

  private Path clusterFile() {
    return folder.resolve("cluster.properties");
  }

  private Path data(String name) {
    return folder.resolve(name);
  }

  private OrderId prepare() {
    try (ShopClient client = new ShopClient(port("order").uri())) {
      await("items", () -> client.initItems(1, STOCK, PRICE) instanceof ClientReply.Ok<Done>);
      await("users", () -> client.initUsers(1, CREDIT) instanceof ClientReply.Ok<Done>);
      AtomicReference<OrderId> made = new AtomicReference<>();
      await(
          "an order",
          () -> {
            if (client.createOrder(USER) instanceof ClientReply.Ok<OrderId>(OrderId order)
                && client.addItem(order, ITEM, 1) instanceof ClientReply.Ok<Done>) {
              made.set(order);
            }
            return made.get() != null;
          });
      return made.get();
    }
  }

  private void dieWhilePaying(Protocol protocol, OrderId order) {
    ShopProcess dying = start("order", protocol, "--test-hooks", "--halt-at=" + PAYING);
    dying.awaitReady();
    try (ShopClient client = new ShopClient(port("order").uri())) {
      // The first checkout may miss its deadline.
      await("it dies", () -> client.checkout(order) instanceof ClientReply.Unknown<Receipt>);
    }
    assertEquals(137, dying.awaitEnd(), dying::output);
  }

  private void restore() throws IOException {
    delete(data("order"));
    copy(folder.resolve("backup"), data("order"));
  }

  private static boolean isPaidOnce(ShopClient client, OrderId order) {
    return is(client, order, true, CREDIT - PRICE, STOCK - 1);
  }

  private static boolean isUntouched(ShopClient client, OrderId order) {
    return is(client, order, false, CREDIT, STOCK);
  }

  private static boolean is(
      ShopClient client, OrderId order, boolean paid, long credit, long stock) {
    return client.findOrder(order) instanceof ClientReply.Ok<Order>(Order found)
        && client.findUser(USER) instanceof ClientReply.Ok<User>(User user)
        && client.findItem(ITEM) instanceof ClientReply.Ok<Item>(Item item)
        && found.paid() == paid
        && user.credit() == credit
        && item.stock() == stock;
  }

  private void await(String what, BooleanSupplier isTrue) {
    Await.until(() -> "never true: " + what + "\n" + node("order").output(), PATIENCE, isTrue);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      all.forEach(path -> {
        try {
          Files.copy(path, to.resolve(from.relativize(path).toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList().reversed()) {
        Files.delete(path);
      }
    }
  }
}
