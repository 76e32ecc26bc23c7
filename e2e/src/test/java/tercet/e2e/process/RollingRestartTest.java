package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.cluster.Member;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.Folders;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.model.Audit;
import tercet.testing.verifier.model.Checkouts;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.ClientReply;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Line;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;

/** Nodes of two builds work in one cluster, each on records that the other has stored. */
@Tag("slow")
@Timeout(300)
final class RollingRestartTest {
  private static final String SERVED =
      "tercet_http_requests_seconds_count"
          + "{method=\"POST\",route=\"/orders/checkout/{order_id}\",status=\"200\"}";
  private static final String MALFORMED = "tercet_peers_malformed_total";

  private static final Duration DEADLINE = Duration.ofSeconds(25);

  /** Clients wait while the node of their shard is restarted; the deadline leaves the time. */
  private static final Blueprint OWN =
      new Blueprint(
          "own",
          Blueprint.Storage.ROCKSDB,
          "tcc",
          "grpc",
          List.of(
              new Blueprint.Group("order", Set.of("order"), 1),
              new Blueprint.Group("gateway", Set.of("gateway"), 2),
              new Blueprint.Group("stock", Set.of("stock"), 1),
              new Blueprint.Group("payment", Set.of("payment"), 1)),
          DEADLINE);

  /** Two nodes that serve all shards from one database. */
  private static final Blueprint SHARED =
      new Blueprint(
          "shared",
          Blueprint.Storage.POSTGRES,
          "tcc",
          "http",
          List.of(new Blueprint.Group("shop", Set.of("gateway", "order", "stock", "payment"), 2)),
          DEADLINE);

  private static final int COUNT = 20_000;
  private static final int COUNT_OF_FEW = 10;
  private static final int CONNECTIONS = 32;
  private static final double PER_SECOND = 150;
  private static final int SOLD_IN_EACH_STAGE = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Twice the deadline of a checkout: a killed node's transactions are settled by then. */
  private static final Duration SETTLING_MAX = DEADLINE.multipliedBy(2);

  private final Path folder = Folders.temporary("rolling");

  static List<Blueprint> blueprints() {
    return List.of(OWN, SHARED);
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void nothingIsLostWhileNodesGetANewerBuildOneByOneAndGoBack(Blueprint blueprint)
      throws Exception {
    ChangedBuild old = ChangedBuild.same();
    ChangedBuild newer = ChangedBuild.newer(folder.resolve("newer"));
    List<String> nodes = nodes(blueprint);
    String unreadable = "tercet_store_records_unreadable{store=\"%s\"}".formatted(store(blueprint));
    try (LocalCluster cluster = start(blueprint, old)) {
      prepare(cluster, COUNT);
      ReferenceModel books = new ReferenceModel();
      books.proxyMayFail();
      books.hasBatch(COUNT, 1_000, 1_000);
      List<OrderId> orders = LongStream.range(0, COUNT).mapToObj(OrderId::of).toList();
      Checkouts checkouts = Checkouts.once(orders, books);
      underLoad(cluster, checkouts, sales -> changeAll(cluster, nodes, newer, sales));
      assertEquals(0, books.count(ClientOutcome.REFUSED), "refused during orderly restarts");
      assertEquals(0, books.count(ClientOutcome.UNKNOWN), "unclear during orderly restarts");
      underLoad(cluster, checkouts, sales -> goBack(cluster, nodes, old, sales));
      Audit audit =
          books.audit(new BulkReader(cluster.address(), CONNECTIONS, PATIENCE), SETTLING_MAX);
      assertTrue(audit.isClean(), () -> audit.report() + cluster.lastWords());
      for (String node : nodes) {
        if (!cluster.member(node).roles().equals(Set.of("gateway"))) {
          assertEquals(0, ShopCluster.metric(cluster.admin(node), unreadable), node);
        }
      }
      System.out.printf(
          "two builds, %s: %d paid, %d refused, %d unknown%n",
          blueprint.name(),
          checkouts.paid(),
          books.count(ClientOutcome.REFUSED),
          books.count(ClientOutcome.UNKNOWN));
    }
  }

  /** Restarts all nodes, and waits for sales after each. */
  private interface Restarts {
    void run(Runnable awaitSales) throws Exception;
  }

  private static void underLoad(LocalCluster cluster, Checkouts checkouts, Restarts restarts)
      throws Exception {
    LoadClient client =
        new LoadClient(
            cluster.address(),
            LoadSettings.openLoop(CONNECTIONS, PER_SECOND).withRequestTimeout(PATIENCE));
    try (ExecutorService load = Executors.newSingleThreadExecutor()) {
      Future<?> run = load.submit(() -> client.run(checkouts));
      try {
        Runnable sales = () -> awaitSales(checkouts, run, cluster);
        sales.run();
        restarts.run(sales);
      } finally {
        client.stop();
      }
      run.get();
    }
  }

  private void changeAll(
      LocalCluster cluster, List<String> nodes, ChangedBuild newer, Runnable sales)
      throws Exception {
    assertEquals(0, ShopCluster.metric(cluster.admin(nodes.getLast()), MALFORMED));
    for (String node : nodes) {
      stop(cluster, node);
      restart(cluster, node, newer);
      sales.run();
      // nginx leaves a gateway alone for two seconds after a refused connection.
      await(
          cluster,
          () ->
              !cluster.member(node).roles().contains("gateway")
                  || ShopCluster.shows(cluster.admin(node), SERVED));
      double unknown = ShopCluster.metric(cluster.admin(nodes.getLast()), MALFORMED);
      assertTrue(unknown > 0, () -> "no message of an unknown type was counted: " + node);
    }
  }

  /** By kills, so that the old build finds what is open as the newer one has written it. */
  private void goBack(LocalCluster cluster, List<String> nodes, ChangedBuild old, Runnable sales)
      throws Exception {
    for (String node : nodes) {
      cluster.member(node).kill();
      if (node.equals("payment-1")) {
        awaitDegraded(cluster, cluster.admin("order-1"));
      }
      restart(cluster, node, old);
      sales.run();
    }
    assertEquals(0, ShopCluster.metric(cluster.admin(nodes.getLast()), MALFORMED));
  }

  /** A node that misses another one says so, and stays in its load balancer. */
  private static void awaitDegraded(LocalCluster cluster, URI admin) {
    await(cluster, () -> ShopCluster.health(admin).body().contains("No node of payment can be"));
    assertEquals(200, ShopCluster.health(admin).statusCode());
  }

  /** Also shows that the newer build does write its new fields and types. */
  @Test
  void aBuildThatRefusesOneMoreFieldWouldBeNoticed() throws Exception {
    ChangedBuild strict = ChangedBuild.strict(folder.resolve("strict"));
    ChangedBuild newer = ChangedBuild.newer(folder.resolve("newer"));
    Blueprint blueprint = Blueprints.ROCKSDB_3.withDeadline(Duration.ofSeconds(2));
    try (LocalCluster cluster = start(blueprint, strict);
        ShopClient client = new ShopClient(cluster.address())) {
      prepare(cluster, COUNT_OF_FEW);
      await(cluster, () -> client.checkout(OrderId.of(0)) instanceof ClientReply.Ok<?>);
      List<ItemId> wanted =
          client.findOrder(OrderId.of(1)).value().lines().stream().map(Line::item).toList();
      ItemId written = wanted.getFirst();
      ItemId untouched =
          LongStream.range(0, COUNT_OF_FEW)
              .mapToObj(ItemId::of)
              .filter(item -> !wanted.contains(item))
              .findFirst()
              .orElseThrow();
      change(cluster, newer);
      ClientReply<?> bought = client.checkout(OrderId.of(1));
      assertFalse(bought instanceof ClientReply.Ok, "sold, although no answer is understood");
      assertTrue(ShopCluster.metric(cluster.admin("order-1"), MALFORMED) > 0);
      assertInstanceOf(ClientReply.Unknown.class, client.addStock(written, 1));
      change(cluster, strict);
      await(cluster, () -> client.findItem(untouched) instanceof ClientReply.Ok);
      assertInstanceOf(ClientReply.Unknown.class, client.findItem(written));
    }
  }

  private void change(LocalCluster cluster, ChangedBuild build) throws Exception {
    Member stock = cluster.member("stock-1");
    stop(cluster, stock.name());
    install(stock.name(), build);
    stock.restart();
    await(cluster, stock::isReady);
  }

  // --- A cluster whose nodes have builds of their own ---

  /** Each node takes its class path from a file in its folder whenever it is started. */
  private LocalCluster start(Blueprint blueprint, ChangedBuild build) throws Exception {
    List<String> program = ShopProcess.nodeCommand();
    int option = program.indexOf("-cp");
    program.subList(option, option + 2).clear();
    program.add(option, "@build");
    for (String node : nodes(blueprint)) {
      install(node, build);
    }
    return LocalCluster.start(folder, blueprint, program, System.out::println);
  }

  /** That of the orders comes last. */
  private static List<String> nodes(Blueprint blueprint) {
    return blueprint.groups().reversed().stream()
        .flatMap(
            group -> IntStream.rangeClosed(1, group.count()).mapToObj(n -> group.name() + "-" + n))
        .toList();
  }

  private static String store(Blueprint blueprint) {
    return blueprint.storage() == Blueprint.Storage.ROCKSDB ? "rocksdb" : "postgres";
  }

  private void install(String node, ChangedBuild build) throws Exception {
    Path file = Folders.create(folder.resolve(node)).resolve("build");
    Files.writeString(file, "-cp \"%s\"".formatted(build.classPath()));
  }

  /** As an operator does. */
  private static void stop(LocalCluster cluster, String node) throws Exception {
    ProcessHandle process = ProcessHandle.of(cluster.pid(node)).orElseThrow();
    assertTrue(process.destroy(), node);
    process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    await(cluster, () -> cluster.member(node).condition() == Member.Condition.DEAD);
    assertTrue(cluster.lastWords().contains("The shop is closed."), cluster::lastWords);
  }

  /** Waits for all nodes, and fails if one has ended. */
  private void restart(LocalCluster cluster, String node, ChangedBuild build) throws Exception {
    install(node, build);
    cluster.member(node).restart();
    cluster.awaitReady();
  }

  private static void prepare(LocalCluster cluster, int count) {
    try (ShopClient client = new ShopClient(cluster.address())) {
      client.initItems(count, 1_000, 1).value();
      client.initUsers(count, 1_000).value();
      client.initOrders(count, count, count, 1).value();
    }
  }

  private static void awaitSales(Checkouts checkouts, Future<?> run, LocalCluster cluster) {
    long enough = checkouts.paid() + SOLD_IN_EACH_STAGE;
    await(cluster, () -> checkouts.paid() >= enough || run.isDone());
    assertTrue(checkouts.paid() >= enough, () -> "sold out too early\n" + cluster.lastWords());
    for (Member member : cluster.members()) {
      assertEquals(Member.Condition.RUNNING, member.condition(), member.name());
    }
  }

  private static void await(LocalCluster cluster, BooleanSupplier isTrue) {
    Await.until(cluster::lastWords, PATIENCE, isTrue);
  }
}
