package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.testbed.cluster.Blueprints;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.TimeBound;
import tercet.testing.verifier.http.ConnectionError;
import tercet.testing.verifier.http.HttpResponse;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.http.RequestBuffer;
import tercet.testing.verifier.http.RequestSource;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.Item;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Order;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;
import tercet.testing.verifier.shop.User;
import tercet.testing.verifier.shop.UserId;

/**
 * A gateway and a node of each service are killed while clients buy through nginx. Requests that
 * may be repeated, by their nature or by their key, are answered all the same.
 */
@Tag("slow")
@Timeout(300)
final class KilledNodesTest {
  private static final List<String> VICTIMS =
      List.of("gateway-1", "order-1", "stock-1", "payment-1");
  private static final int ORDERS = 20_000;

  /** As many users. */
  private static final int ITEMS = 2_000;

  private static final int PIECES = 1_000;
  private static final int CONNECTIONS = 64;
  private static final double PER_SECOND = 150;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Answers between two faults, so that all nodes are known to serve. */
  private static final int ANSWERS_IN_BETWEEN = 300;

  private static final int KILLS_MAX = 3;

  /** The time after a kill in which its effect is measured. */
  private static final Duration EFFECT = Duration.ofSeconds(1);

  private static final Duration P99_MAX = Duration.ofMillis(250);

  /** The longest wait for latencies as they are without a fault. */
  private static final Duration STEADY_MAX = Duration.ofSeconds(15);

  @Test
  void clientsThatRepeatNothingThemselvesHearNoError() throws Exception {
    try (LocalCluster cluster = ShopCluster.start(Blueprints.POSTGRES)) {
      prepare(cluster);
      Purchases purchases = new Purchases();
      List<Effect> effects = new ArrayList<>();
      LoadClient client =
          new LoadClient(
              cluster.address(),
              LoadSettings.openLoop(CONNECTIONS, PER_SECOND).withRequestTimeout(PATIENCE));
      try (ExecutorService load = Executors.newSingleThreadExecutor()) {
        Future<?> run = load.submit(() -> client.run(purchases));
        try {
          for (String victim : VICTIMS) {
            effects.add(new Effect(victim));
            for (int kill = 0; kill < KILLS_MAX && !effects.getLast().isSmall(); kill++) {
              Duration before = steadied(cluster, purchases, run);
              purchases.watch();
              cluster.member(victim).kill();
              awaitAnswers(cluster, purchases, run);
              cluster.member(victim).restart();
              cluster.awaitReady();
              effects.getLast().measured(before, percentile(purchases.watched()));
            }
          }
        } finally {
          client.stop();
        }
        run.get();
      }
      assertEquals(List.of(), purchases.errors, cluster::lastWords);
      assertBooksAgree(cluster, purchases);
      effects.forEach(effect -> assertTrue(effect.isSmall(), effect::words));
      System.out.printf(
          "%,d answers, %,d of them purchases: no error%n",
          purchases.answers.get(), purchases.bought);
    }
  }

  /**
   * The effect of kills of one node. The 99th percentile of a second is that of two answers, so
   * after one that took long the node is killed again, and most of the kills count.
   */
  private static final class Effect {
    private final String victim;
    private final List<String> all = new ArrayList<>();
    private int small;

    Effect(String victim) {
      this.victim = victim;
    }

    /** The 99th percentile of the latencies before a kill and in the second after it. */
    void measured(Duration before, Duration after) {
      all.add("p99 %d ms, then %d ms".formatted(before.toMillis(), after.toMillis()));
      System.out.println(victim + " killed: " + all.getLast());
      boolean machineWasFree = before.compareTo(P99_MAX) < 0;
      Duration usual = before.multipliedBy(2);
      Duration bound = TimeBound.of(P99_MAX.compareTo(usual) > 0 ? P99_MAX : usual);
      small += !machineWasFree || after.compareTo(bound) < 0 ? 1 : 0;
    }

    boolean isSmall() {
      return 2 * small > all.size();
    }

    String words() {
      return victim + " killed: " + all;
    }
  }

  private static void prepare(LocalCluster cluster) {
    try (ShopClient client = new ShopClient(cluster.address())) {
      client.initItems(ITEMS, PIECES, 1).value();
      client.initUsers(ITEMS, PIECES).value();
      client.initOrders(ORDERS, ITEMS, ITEMS, 1).value();
    }
  }

  /**
   * Waits until answers come as fast as they should without a fault: the nodes are warm, and the
   * machine has time for them.
   *
   * @return the 99th percentile of the last latencies; above the bound if others use the machine
   */
  private static Duration steadied(LocalCluster cluster, Purchases purchases, Future<?> run) {
    long end = System.nanoTime() + STEADY_MAX.toNanos();
    Duration p99;
    do {
      purchases.latest.clear();
      awaitAnswers(cluster, purchases, run);
      p99 = percentile(List.copyOf(purchases.latest));
    } while (p99.compareTo(P99_MAX) >= 0 && System.nanoTime() < end);
    return p99;
  }

  private static void awaitAnswers(LocalCluster cluster, Purchases purchases, Future<?> run) {
    long enough = purchases.answers.get() + ANSWERS_IN_BETWEEN;
    Await.until(
        cluster::lastWords, PATIENCE, () -> purchases.answers.get() >= enough || run.isDone());
  }

  /** Each delivery is there once, each acknowledged order is paid, and each piece sold is paid. */
  private static void assertBooksAgree(LocalCluster cluster, Purchases purchases) {
    BulkReader reader = new BulkReader(cluster.address(), CONNECTIONS, PATIENCE);
    List<Long> all = LongStream.range(0, ITEMS).boxed().toList();
    long stock =
        reader.items(all.stream().map(ItemId::of).toList()).values().stream()
            .mapToLong(Item::stock)
            .sum();
    long credit =
        reader.users(all.stream().map(UserId::of).toList()).values().stream()
            .mapToLong(User::credit)
            .sum();
    long paid =
        reader.orders(LongStream.range(0, ORDERS).mapToObj(OrderId::of).toList()).values().stream()
            .filter(Order::paid)
            .count();
    assertEquals(purchases.bought, paid);
    long full = (long) ITEMS * PIECES;
    assertEquals(full + purchases.added - stock, full - credit, "pieces sold, and money paid");
  }

  private static Duration percentile(List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return Duration.ofNanos(sorted.get(sorted.size() * 99 / 100));
  }

  /** Checkouts, deliveries with keys, and reads, in turns. */
  private static final class Purchases implements RequestSource {
    private static final int ITEM = ITEMS;
    private static final String KEY = "delivery-";

    private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
    private final List<List<Long>> afterKill = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> latest = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong answers = new AtomicLong();
    private volatile long watchedUntil = System.nanoTime();
    private long sent;
    private long bought;
    private long added;

    /** Latencies are kept from now on, for as long as the effect of a kill is measured. */
    void watch() {
      afterKill.add(new ArrayList<>());
      watchedUntil = System.nanoTime() + EFFECT.toNanos();
    }

    /** The latencies that were kept since then. */
    List<Long> watched() {
      return List.copyOf(afterKill.getLast());
    }

    @Override
    public boolean next(RequestBuffer request) {
      long turn = sent++;
      switch ((int) (turn % 4)) {
        case 0, 1 -> request.post().path("/orders/checkout/").path(turn / 4 * 2 + turn % 4);
        case 2 ->
            request
                .post()
                .path("/stock/add/")
                .path(turn % ITEM)
                .path("/1")
                .idempotencyKey(KEY + turn);
        default -> request.get().path("/orders/find/").path(turn % ORDERS);
      }
      request.tag(turn);
      return true;
    }

    @Override
    public void answered(long tag, HttpResponse answer) {
      if (answer.isOk()) {
        bought += tag % 4 < 2 ? 1 : 0;
        added += tag % 4 == 2 ? 1 : 0;
      } else {
        errors.add("request %d: %d %s".formatted(tag, answer.status(), answer.bodyText()));
      }
      if (answer.endNanos() - answer.latencyNanos() < watchedUntil && !afterKill.isEmpty()) {
        afterKill.getLast().add(answer.latencyNanos());
      }
      latest.add(answer.latencyNanos());
      answers.incrementAndGet();
    }

    @Override
    public void broken(long tag, ConnectionError breakage) {
      errors.add("request %d: %s".formatted(tag, breakage));
    }
  }
}
