package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Protocol;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.cluster.Member;
import tercet.testing.testbed.server.TimeBound;
import tercet.testing.verifier.model.Audit;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;

/** The node for payment stands still for ten seconds (SIGSTOP) and then goes on. */
@Tag("slow")
@Timeout(240)
final class StoppedParticipantTest {
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final Duration STOPPED = Duration.ofSeconds(10);

  /** From the deadline until the answer is with the client. */
  private static final Duration SLACK = Duration.ofMillis(300);

  /** From the moment at which the node goes on until its orders can be bought. */
  private static final Duration BACK_MAX = Duration.ofSeconds(3);

  /** From then until nothing is open. */
  private static final Duration CLOSED_MAX = Duration.ofSeconds(10);

  private static final int MANY = 600;
  private static final int WARM = 20;
  private static final int COUNT = MANY + WARM;
  private static final long STOCK = 1_000;
  private static final long CREDIT = 1_000;
  private static final int READERS = 16;

  private final HttpClient http = HttpClient.newHttpClient();

  /** Status and time of an answer. */
  private record Answered(int status, String body, Duration after) {}

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"TCC", "SAGA", "TWO_PHASE_COMMIT"})
  void refusalComesAtTheDeadlineAndTheOrderCanBeBoughtSoonAfter(Protocol protocol)
      throws Exception {
    try (LocalCluster cluster = start(protocol)) {
      prepare(cluster);
      Member payment = cluster.member("payment-1");
      payment.pause();
      long paused = System.nanoTime();
      Answered refused = checkout(cluster, WARM).get(60, TimeUnit.SECONDS);
      assertEquals(400, refused.status(), refused::body);
      System.out.printf("%s: refused after %d ms%n", protocol, refused.after().toMillis());
      boolean inTime = refused.after().compareTo(TimeBound.of(DEADLINE.plus(SLACK))) < 0;
      // Once more, in case the machine stood still.
      Answered other = inTime ? refused : checkout(cluster, WARM + 1).get(60, TimeUnit.SECONDS);
      assertTrue(
          other.after().compareTo(TimeBound.of(DEADLINE.plus(SLACK))) < 0,
          () -> "%s: refused after %s, and %s".formatted(protocol, refused.after(), other.after()));
      awaitStopped(paused);
      payment.resume();
      long back = System.nanoTime();
      Answered again = checkout(cluster, WARM).get(60, TimeUnit.SECONDS);
      while (again.status() != 200) {
        again = checkout(cluster, WARM).get(60, TimeUnit.SECONDS);
        Duration since = Duration.ofNanos(System.nanoTime() - back);
        String said = again.body();
        assertTrue(
            since.compareTo(TimeBound.of(BACK_MAX)) < 0,
            () -> protocol + ", " + since + ": " + said);
        LockSupport.parkNanos(1_000_000);
      }
      System.out.printf(
          "%s: bought %d ms after payment was back%n",
          protocol, Duration.ofNanos(System.nanoTime() - back).toMillis());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"TCC", "SAGA"})
  void manyCheckoutsAreAnsweredWhilePaymentIsAwayAndEndWhenItIsBack(Protocol protocol)
      throws Exception {
    try (LocalCluster cluster = start(protocol)) {
      ReferenceModel books = prepare(cluster);
      Member payment = cluster.member("payment-1");
      payment.pause();
      long paused = System.nanoTime();
      List<CompletableFuture<Answered>> all =
          new ArrayList<>(
              IntStream.range(WARM, COUNT).mapToObj(order -> checkout(cluster, order)).toList());
      Duration longest = Duration.ZERO;
      for (CompletableFuture<Answered> one : all) {
        Answered answer = one.get(60, TimeUnit.SECONDS);
        assertEquals(400, answer.status(), answer::body);
        longest = longest.compareTo(answer.after()) > 0 ? longest : answer.after();
      }
      System.out.printf(
          "%s: %d refused, the last after %d ms%n", protocol, MANY, longest.toMillis());
      IntStream.range(WARM, COUNT)
          .forEach(number -> books.told(OrderId.of(number), ClientOutcome.REFUSED));
      Duration slowest = longest;
      assertTrue(
          slowest.compareTo(TimeBound.of(DEADLINE.plus(SLACK.multipliedBy(5)))) < 0,
          () -> protocol + ": the last was refused after " + slowest);
      awaitStopped(paused);
      payment.resume();
      long back = System.nanoTime();
      while (open(cluster) > 0) {
        Duration since = Duration.ofNanos(System.nanoTime() - back);
        assertTrue(
            since.compareTo(TimeBound.of(CLOSED_MAX)) < 0,
            () -> protocol + ": " + open(cluster) + " open after " + since);
        LockSupport.parkNanos(5_000_000);
      }
      System.out.printf(
          "%s: nothing is open %d ms after payment was back%n",
          protocol, Duration.ofNanos(System.nanoTime() - back).toMillis());
      Audit audit =
          books.audit(
              new BulkReader(cluster.address(), READERS, Duration.ofSeconds(60)), CLOSED_MAX);
      assertTrue(audit.isClean(), () -> audit.report() + cluster.lastWords());
    }
  }

  private static LocalCluster start(Protocol protocol) {
    Blueprint usual = Blueprints.ROCKSDB_3;
    return ShopCluster.start(
        new Blueprint(
            usual.name(),
            usual.storage(),
            protocol.toString(),
            usual.transport(),
            usual.groups(),
            DEADLINE));
  }

  /** Fills the shop, and buys some orders, so that nothing is done for the first time later. */
  private ReferenceModel prepare(LocalCluster cluster) throws Exception {
    ReferenceModel books = new ReferenceModel();
    try (ShopClient client = new ShopClient(cluster.address())) {
      client.initItems(COUNT, STOCK, 1).value();
      client.initUsers(COUNT, CREDIT).value();
      books.hasBatch(COUNT, CREDIT, STOCK);
      client.initOrders(COUNT, COUNT, COUNT, 1).value();
      for (int number = 0; number < WARM; number++) {
        assertEquals(200, checkout(cluster, number).get(60, TimeUnit.SECONDS).status());
        books.told(OrderId.of(number), ClientOutcome.PAID);
      }
    }
    return books;
  }

  private CompletableFuture<Answered> checkout(LocalCluster cluster, int order) {
    HttpRequest request =
        HttpRequest.newBuilder(cluster.address().resolve("/orders/checkout/" + order))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    long start = System.nanoTime();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(response ->
            new Answered(
                response.statusCode(),
                response.body(),
                Duration.ofNanos(System.nanoTime() - start)));
  }

  private static void awaitStopped(long sinceNanos) {
    while (System.nanoTime() - sinceNanos < STOPPED.toNanos()) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Records of all nodes that wait for something. */
  private static int open(LocalCluster cluster) {
    double open = 0;
    for (Member member : cluster.members()) {
      URI admin = cluster.admin(member.name());
      open += ShopCluster.metric(admin, "tercet_store_records_open{store=\"rocksdb\"}");
    }
    return (int) open;
  }
}
