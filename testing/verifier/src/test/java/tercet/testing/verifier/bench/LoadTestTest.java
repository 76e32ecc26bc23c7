package tercet.testing.verifier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.verifier.fake.Dialect;
import tercet.testing.verifier.fake.FakeShop;
import tercet.testing.verifier.fake.HttpConversation.Response;
import tercet.testing.verifier.fake.SeededBug;
import tercet.testing.verifier.http.Pace;

@Timeout(120)
final class LoadTestTest {
  private static final String MIX =
      "checkout=30,repeat=10,find-order=10,find-item=10,find-user=10,add-stock=5,subtract-stock=5,"
          + "add-funds=5,pay=5,create-order=5,create-item=2,create-user=3";

  private final List<String> progress = Collections.synchronizedList(new ArrayList<>());

  @Test
  void openLoopAsksAtItsRateAndTheBooksAgree() throws IOException {
    try (FakeShop shop = new FakeShop(SeededBug.NONE)) {
      BenchRun run = run(shop, plan(Mix.parse(MIX), new Skew.Uniform(), new Pace.OpenLoop(1_000)));
      assertEquals(1_000, (double) run.ok(), 10);
      assertEquals(LoadCall.values().length - 1, run.calls().size());
      assertTrue(run.books().compared() && run.books().isRight(), run.books()::toString);
      assertTrue(run.early().sampled() > 0 && run.isRight(), run.early()::toString);
      long inSeries = run.series().stream().mapToLong(Interval::ok).sum();
      assertTrue(inSeries > 500 && inSeries <= run.ok(), () -> inSeries + " in the series");
    }
  }

  @Test
  void uniqueCheckoutsAreCountedApartFromRepeats() throws IOException {
    try (FakeShop shop = new FakeShop(SeededBug.NONE)) {
      Mix mix = Mix.parse("checkout=1,repeat=1");
      BenchRun run = run(shop, plan(mix, new Skew.Zipf(0.99), new Pace.OpenLoop(500)));
      assertEquals(250, run.uniqueCheckoutsPerSecond() * run.seconds(), 60);
      assertEquals(500, (double) run.ok(), 10);
      assertTrue(run.books().isRight(), run.books()::toString);
    }
  }

  @Test
  void runEndsWhenEveryOrderIsCheckedOut() throws IOException {
    try (FakeShop shop = new FakeShop(SeededBug.NONE)) {
      LoadPlan plan =
          new LoadPlan(
              "short",
              Duration.ofSeconds(60),
              Duration.ZERO,
              4,
              new Pace.ClosedLoop(),
              50,
              new Skew.Hot(),
              Mix.of(LoadCall.CHECKOUT),
              true);
      BenchRun run = run(shop, plan);
      assertEquals(50, run.ok());
      assertTrue(progress.toString().contains("each of the 50 orders is checked out"));
    }
  }

  @Test
  void fastButWrongShopDoesNotPass() throws IOException {
    try (FakeShop shop = new FakeShop(SeededBug.SAYS_200_WITHOUT_EFFECT)) {
      Pace pace = new Pace.OpenLoop(200);
      BenchRun run = run(shop, plan(Mix.of(LoadCall.CHECKOUT), new Skew.Uniform(), pace));
      assertFalse(run.books().isRight());
      assertTrue(BenchText.of(run).contains("Books: WRONG"));
    }
  }

  /** Answers at once, and buys half a second later. */
  @Test
  void shopThatAnswersBeforeItPaysIsNoticed() throws IOException {
    Queue<Response> bought = new ConcurrentLinkedQueue<>();
    Dialect early =
        (request, shop) -> {
          if (!request.path().startsWith("/orders/checkout")) {
            return shop.get();
          }
          Thread.ofVirtual()
              .start(() -> {
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                bought.add(shop.get());
              });
          return new Response(200, "{}");
        };
    checkEarly(early);
    assertFalse(bought.isEmpty());
  }

  /** The order is paid when the client is told so, but the money is not taken. */
  @Test
  void shopThatTakesTheMoneyLaterIsNoticed() throws IOException {
    checkEarly((request, shop) ->
        request.path().startsWith("/payment/find_user")
            ? new Response(200, "{\"credit\":1000000}")
            : shop.get());
  }

  private void checkEarly(Dialect dialect) throws IOException {
    try (FakeShop shop = new FakeShop(SeededBug.NONE, dialect)) {
      LoadPlan plan =
          new LoadPlan(
              "early",
              Duration.ofSeconds(1),
              Duration.ZERO,
              8,
              new Pace.OpenLoop(300),
              400,
              new Skew.Uniform(),
              Mix.of(LoadCall.CHECKOUT),
              false);
      BenchRun run = run(shop, plan);
      EarlyAnswers early = run.early();
      assertTrue(early.sampled() >= 5 && early.sampled() < 30, early::toString);
      assertEquals(early.sampled(), early.early());
      assertEquals(300, (double) run.ok(), 10);
      assertFalse(run.isRight());
      assertTrue(BenchText.of(run).contains("(100 %) were answered with 2xx before"));
      List<BenchRun> read = BenchJson.read(BenchJson.of(List.of(run)));
      assertEquals(early, read.getFirst().early());
    }
  }

  @Test
  void runIsTheSameAfterItWasWrittenAndRead() throws IOException {
    try (FakeShop shop = new FakeShop(SeededBug.SAYS_400_BUT_DOES_IT)) {
      Pace pace = new Pace.OpenLoop(300);
      BenchRun run = run(shop, plan(Mix.of(LoadCall.CHECKOUT), new Skew.Uniform(), pace));
      // The first writing rounds.
      List<BenchRun> read = BenchJson.read(BenchJson.of(List.of(run)));
      assertEquals(read, BenchJson.read(BenchJson.of(read)));
      assertEquals(run.byCode(), read.getFirst().byCode());
      assertEquals(run.books(), read.getFirst().books());
      assertTrue(run.refused() > 0);
    }
  }

  @Test
  void fileOfSomethingElseIsRefused() {
    assertThrows(IOException.class, () -> BenchJson.read("{\"tool\": \"another\", \"schema\": 1}"));
    assertThrows(IOException.class, () -> BenchJson.read("no JSON"));
    assertThrows(IOException.class, () -> BenchJson.read("[]"));
  }

  private static LoadPlan plan(Mix mix, Skew skew, Pace pace) {
    Duration second = Duration.ofSeconds(1);
    return new LoadPlan("a run", second, Duration.ofMillis(200), 8, pace, 200, skew, mix, true);
  }

  private BenchRun run(FakeShop shop, LoadPlan plan) throws IOException {
    return new LoadTest(new Target(shop.address(), List.of()), plan, progress::add).run();
  }
}
