package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Protocol;
import tercet.testing.testbed.server.TimeBound;
import tercet.testing.verifier.contention.Contention;
import tercet.testing.verifier.contention.ContentionResult;
import tercet.testing.verifier.contention.TestedShop;
import tercet.testing.verifier.shop.ShopClient;

/** The contests, against one process. */
@Tag("quick")
final class ContendedShopTest {
  /** {@code -Dtercet.contest.rounds=100} is the long form. */
  private static final int ROUNDS = Integer.getInteger("tercet.contest.rounds", 4);

  /** {@code -Dtercet.contest.slow-rounds=20} is the long form. */
  private static final int SLOW_ROUNDS = Integer.getInteger("tercet.contest.slow-rounds", 2);

  /** Twice the default deadline of a checkout. */
  private static final Duration SETTLING_MAX = Duration.ofSeconds(10);

  private static final Duration INIT_MAX = Duration.ofSeconds(3);

  @TempDir private Path data = Path.of("");

  @ParameterizedTest
  @EnumSource
  void thousandBuyersAtOnceBuyExactlyTheHundredPieces(Protocol protocol) throws IOException {
    try (ShopProcess shop = ShopProcess.start(data, "--protocol", protocol.toString())) {
      contest(shop, protocol, ROUNDS);
    }
  }

  /**
   * As between nodes: messages overtake each other, and nothing is decided together. The shops run
   * side by side, for they wait most of the time.
   */
  @Tag("slow")
  @Test
  void soTheyDoOverASlowNetwork() throws Exception {
    try (ExecutorService shops = Executors.newFixedThreadPool(Protocol.values().length)) {
      List<Future<?>> contests = new ArrayList<>();
      for (Protocol protocol : Protocol.values()) {
        contests.add(shops.submit(() -> contestOverASlowNetwork(protocol)));
      }
      for (Future<?> contest : contests) {
        contest.get();
      }
    }
  }

  private @Nullable Void contestOverASlowNetwork(Protocol protocol) throws IOException {
    String[] options = {
      "--protocol=" + protocol, "--test-hooks", "--message-delay=50ms", "--deadline=1m"
    };
    try (ShopProcess shop = ShopProcess.start(data.resolve(protocol.toString()), options)) {
      contest(shop, protocol, SLOW_ROUNDS);
    }
    return null;
  }

  private static void contest(ShopProcess shop, Protocol protocol, int rounds) throws IOException {
    long start = System.nanoTime();
    for (int round = 1; round <= rounds; round++) {
      ContentionResult result = Contention.standard(TestedShop.at(shop.uri())).run(SETTLING_MAX);
      assertEquals(List.of(), result.complaints(), protocol + ", round " + round);
    }
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("%s: %d contests in %d ms%n", protocol, rounds, taken.toMillis());
  }

  @Tag("slow")
  @Test
  void hundredThousandOfEachAreMadeInSecondsWithASmallHeap() {
    try (ShopProcess shop = ShopProcess.startAsInProduction(ShopProcess.Ports.free(), data);
        ShopClient client = new ShopClient(shop.uri())) {
      assertQuick("items", () -> client.initItems(100_000, 1_000_000, 1).value());
      assertQuick("users", () -> client.initUsers(100_000, 1_000_000).value());
      assertQuick("orders", () -> client.initOrders(100_000, 100_000, 100_000, 1).value());
    }
  }

  private static void assertQuick(String what, Runnable init) {
    long start = System.nanoTime();
    init.run();
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    System.out.println("batch_init of 100,000 " + what + ": " + taken.toMillis() + " ms");
    assertTrue(taken.compareTo(TimeBound.of(INIT_MAX)) < 0, what + " took " + taken);
  }
}
