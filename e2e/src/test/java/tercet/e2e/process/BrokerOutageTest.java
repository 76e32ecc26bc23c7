package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.testing.testbed.cluster.Blueprints;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.cluster.Member;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.TimeBound;
import tercet.testing.verifier.http.ConnectionError;
import tercet.testing.verifier.http.HttpResponse;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.http.RequestBuffer;
import tercet.testing.verifier.http.RequestSource;
import tercet.testing.verifier.model.Audit;
import tercet.testing.verifier.model.Checkouts;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;

/**
 * All brokers die while clients buy, and come back: meanwhile clients are refused or told that the
 * outcome is unknown, and soon after the return nothing is open.
 */
@Tag("slow")
@Timeout(300)
final class BrokerOutageTest {
  /** A test of two minutes, which runs only if {@code -Dtercet.outage.seconds=20} is given. */
  private static final String SECONDS = "tercet.outage.seconds";

  private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger(SECONDS, 20));

  /** From the moment at which the brokers serve again until nothing is open. */
  private static final Duration CLOSED_MAX = Duration.ofSeconds(10);

  private static final String OPEN = "select count(*) from tercet.records where is_open";
  private static final int COUNT = 5_000;
  private static final int CONNECTIONS = 512;
  private static final double PER_SECOND = 60;
  private static final int SOLD_BEFORE = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ParameterizedTest
  @EnabledIfSystemProperty(named = SECONDS, matches = "\\d+")
  @ValueSource(strings = {"kafka", "rabbitmq"})
  void whatWasOpenEndsSoonAfterAllBrokersAreBack(String transport) throws Exception {
    try (LocalCluster cluster = ShopCluster.start(Blueprints.POSTGRES.withTransport(transport))) {
      ReferenceModel books = prepare(cluster);
      Statuses checkouts =
          new Statuses(
              Checkouts.once(LongStream.range(0, COUNT).mapToObj(OrderId::of).toList(), books));
      LoadClient client =
          new LoadClient(
              cluster.address(),
              LoadSettings.openLoop(CONNECTIONS, PER_SECOND).withRequestTimeout(PATIENCE));
      long open;
      long back;
      try (ExecutorService load = Executors.newSingleThreadExecutor()) {
        Future<?> run = load.submit(() -> client.run(checkouts));
        try {
          checkouts.awaitMorePaid(cluster, SOLD_BEFORE);
          List<Member> brokers =
              cluster.members().stream().filter(one -> one.roles().contains("broker")).toList();
          assertTrue(!brokers.isEmpty(), cluster::lastWords);
          brokers.forEach(Member::kill);
          awaitPassed(AWAY);
          open = open(cluster);
          brokers.forEach(Member::restart);
          back = System.nanoTime();
        } finally {
          client.stop();
        }
        run.get();
      }
      Await.until(cluster::lastWords, PATIENCE, () -> open(cluster) == 0);
      Duration closed = Duration.ofNanos(System.nanoTime() - back);
      System.out.printf(
          "%s away for %d s: %d records open then, none %d ms after the return; answers %s%n",
          transport, AWAY.toSeconds(), open, closed.toMillis(), checkouts.statuses);
      assertTrue(open > 0, "nothing was open when the brokers came back");
      assertTrue(closed.compareTo(TimeBound.of(CLOSED_MAX)) < 0, () -> "open for " + closed);
      assertEquals(Map.of(), checkouts.withStatusOtherThan(Set.of(200, 400, 503)));
      Audit audit =
          books.audit(new BulkReader(cluster.address(), CONNECTIONS / 8, PATIENCE), CLOSED_MAX);
      assertTrue(audit.isClean(), () -> audit.report() + cluster.lastWords());
    }
  }

  private static ReferenceModel prepare(LocalCluster cluster) {
    try (ShopClient client = new ShopClient(cluster.address())) {
      client.initItems(COUNT, 1_000, 1).value();
      client.initUsers(COUNT, 1_000).value();
      client.initOrders(COUNT, COUNT, COUNT, 1).value();
    }
    ReferenceModel books = new ReferenceModel();
    books.hasBatch(COUNT, 1_000, 1_000);
    return books;
  }

  private static void awaitPassed(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Records of all services that wait for something. */
  private static long open(LocalCluster cluster) {
    return Stream.of("orders", "stock", "payment")
        .mapToLong(database -> Long.parseLong(cluster.database().sql(database, OPEN)))
        .sum();
  }

  /** Counts the answers of checkouts by their status; 0 is none. */
  private static final class Statuses implements RequestSource {
    private final Checkouts checkouts;
    private final Map<Integer, Long> statuses = Collections.synchronizedMap(new TreeMap<>());

    Statuses(Checkouts checkouts) {
      this.checkouts = checkouts;
    }

    void awaitMorePaid(LocalCluster cluster, int more) {
      long enough = checkouts.paid() + more;
      Await.until(cluster::lastWords, PATIENCE, () -> checkouts.paid() >= enough);
    }

    Map<Integer, Long> withStatusOtherThan(Set<Integer> expected) {
      Map<Integer, Long> others = new TreeMap<>(statuses);
      others.keySet().removeAll(expected);
      return others;
    }

    @Override
    public boolean next(RequestBuffer request) {
      return checkouts.next(request);
    }

    @Override
    public void answered(long tag, HttpResponse answer) {
      statuses.merge(answer.status(), 1L, Long::sum);
      checkouts.answered(tag, answer);
    }

    @Override
    public void broken(long tag, ConnectionError breakage) {
      statuses.merge(0, 1L, Long::sum);
      checkouts.broken(tag, breakage);
    }
  }
}
