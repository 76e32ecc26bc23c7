package tercet.testing.verifier.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.testing.verifier.contention.ContentionResult;
import tercet.testing.verifier.fake.Dialect;
import tercet.testing.verifier.fake.FakeShop;
import tercet.testing.verifier.fake.HttpConversation.Response;
import tercet.testing.verifier.fake.SeededBug;
import tercet.testing.verifier.model.Anomaly;
import tercet.testing.verifier.model.Discrepancy;

/** Contests that do not come to their end. */
@Timeout(60)
final class UnfinishedTest {
  private static final int BUYERS = 10;
  private static final Duration SHORT = Duration.ofMillis(500);

  /** No contest here reaches it, on any machine. */
  private static final Duration LONG = Duration.ofMinutes(1);

  private static final long FOR_EVER = Duration.ofMinutes(1).toNanos();

  private final AtomicInteger checkouts = new AtomicInteger();

  @Test
  void shopThatHangsIsNeitherRightNorWrong() throws IOException {
    Verdict verdict = verify(SeededBug.NONE, hangingAfter(0), SHORT);
    assertFalse(verdict.isRight() || verdict.isFinished());
    assertEquals(0, verdict.discrepancies(), () -> VerdictText.of(verdict));
    ContentionResult classic = verdict.contests().getFirst();
    assertEquals("no checkout got a clear answer", classic.unfinished());
    ContentionResult mixed = verdict.contests().getLast();
    assertTrue(mixed.unfinished().startsWith("not finished within 0.5 s: "), mixed::unfinished);
    String text = VerdictText.of(verdict);
    assertTrue(text.contains("NOT FINISHED: nothing wrong was seen"), text);
    assertTrue(VerdictJson.of(verdict).contains("\"finished\" : false"));
  }

  @Test
  void whatWasSeenBeforeTheLimitCounts() throws IOException {
    Verdict verdict = verify(SeededBug.CHARGES_TWICE, hangingAfter(60), SHORT);
    assertFalse(verdict.isFinished());
    assertTrue(verdict.discrepancies() > 0);
    assertTrue(VerdictText.of(verdict).contains("WRONG: "), () -> VerdictText.of(verdict));
  }

  @Test
  void recordsThatCannotBeReadLeaveTheContestsUnfinished() throws IOException {
    Dialect html =
        (request, shop) ->
            request.path().startsWith("/orders/find")
                ? new Response(200, "<html>Please log in</html>")
                : shop.get();
    Verdict verdict = verify(SeededBug.NONE, html, LONG);
    assertFalse(verdict.isRight() || verdict.isFinished());
    for (ContentionResult contest : verdict.contests()) {
      String why = contest.unfinished();
      assertTrue(why.contains("GET /orders/find answered 200: <html>Please log in"), why);
    }
  }

  /**
   * @param number of the read of a user: the classic contest reads ten when it is over, and nine
   *     when it asks again for what was refused; then follows the mixed one
   */
  @ParameterizedTest
  @ValueSource(ints = {5, 12, 22})
  void oneAnswerThatCannotBeReadIsNotForgotten(int number) throws IOException {
    AtomicInteger reads = new AtomicInteger();
    Dialect once =
        (request, shop) ->
            request.path().startsWith("/payment/find_user") && reads.incrementAndGet() == number
                ? new Response(200, "")
                : shop.get();
    Verdict verdict = verify(SeededBug.NONE, once, LONG);
    List<String> why = verdict.contests().stream().map(ContentionResult::unfinished).toList();
    assertFalse(verdict.isRight(), why::toString);
    assertTrue(why.toString().contains("GET /payment/find_user answered 200"), why::toString);
  }

  /** Nothing else is under way when refused orders are asked for again: silence is no yes. */
  @Test
  void refusedOrdersWithoutAClearAnswerWhenAskedAgainLeaveTheContestUnfinished()
      throws IOException {
    Verdict verdict =
        verify(
            SeededBug.NONE,
            checkoutsFrom(BUYERS + 1, _ -> new Response(503, "{\"code\":\"busy\"}")),
            LONG);
    ContentionResult classic = verdict.contests().getFirst();
    assertFalse(classic.isWon() || verdict.isRight(), () -> VerdictText.of(verdict));
    String why = classic.unfinished();
    assertTrue(why.startsWith("second checkouts not finished: order "), why);
    assertTrue(why.endsWith("got no clear answer (status 503 busy)"), why);
  }

  @Test
  void stockThatCannotBeAddedToRefusedOrdersLeavesTheContestUnfinished() throws IOException {
    AtomicInteger additions = new AtomicInteger();
    Dialect dialect =
        (request, shop) ->
            request.path().startsWith("/stock/add") && additions.incrementAndGet() == 2
                ? new Response(503, "{}")
                : shop.get();
    ContentionResult classic = verify(SeededBug.NONE, dialect, LONG).contests().getFirst();
    assertEquals(
        "second checkouts not finished: POST /stock/add got no clear answer (status 503)",
        classic.unfinished());
  }

  @Test
  void oneUnclearAnswerIsAskedForAgain() throws IOException {
    Dialect dialect =
        checkoutsFrom(
            BUYERS + 1,
            shop -> checkouts.get() == BUYERS + 1 ? new Response(503, "{}") : shop.get());
    Verdict verdict = verify(SeededBug.NONE, dialect, LONG);
    assertTrue(verdict.isRight(), () -> VerdictText.of(verdict));
  }

  @Test
  void refusedOrdersThatAreNotAskedForAgainInTimeLeaveTheContestUnfinished() throws IOException {
    Duration limit = Duration.ofSeconds(3);
    Dialect dialect =
        checkoutsFrom(
            BUYERS + 1,
            shop -> {
              if (checkouts.get() == BUYERS + 1) {
                LockSupport.parkNanos(limit.plusMillis(100).toNanos());
              }
              return shop.get();
            });
    ContentionResult classic = verify(SeededBug.NONE, dialect, limit).contests().getFirst();
    assertEquals(
        "second checkouts not finished: 1 of 9 refused orders were asked for again within 3.0 s",
        classic.unfinished());
  }

  @Test
  void halfOfTheOrdersMustGetAClearAnswer() throws IOException {
    Verdict few = verify(SeededBug.NONE, checkoutsFrom(5, _ -> new Response(503, "{}")), LONG);
    assertEquals("only 4 of 10 orders got a clear answer", few.contests().getFirst().unfinished());
    assertFalse(few.isRight() || few.isFinished());
    checkouts.set(0);
    Dialect half =
        checkoutsFrom(6, shop -> checkouts.get() <= BUYERS ? new Response(503, "{}") : shop.get());
    Verdict enough = verify(SeededBug.NONE, half, LONG);
    assertTrue(enough.isRight(), () -> VerdictText.of(enough));
  }

  @Test
  void laterContestThatCannotBePreparedDoesNotHideTheErrorsOfTheFirst() throws IOException {
    Dialect closing =
        (request, shop) -> {
          boolean isCheckout = request.path().startsWith("/orders/checkout");
          if (isCheckout) {
            checkouts.incrementAndGet();
          }
          return checkouts.get() > 0 && request.path().startsWith("/stock/item/create")
              ? new Response(403, "closed")
              : shop.get();
        };
    Verdict wrong = verify(SeededBug.OVERSELLS, closing, LONG);
    assertTrue(wrong.discrepancies() > 0, () -> VerdictText.of(wrong));
    assertTrue(VerdictText.of(wrong).contains("WRONG: "), () -> VerdictText.of(wrong));
    checkouts.set(0);
    Verdict verdict = verify(SeededBug.NONE, closing, LONG);
    assertFalse(verdict.isRight() || verdict.isFinished());
    assertEquals(0, verdict.discrepancies());
    assertEquals(
        "not prepared: POST /stock/item/create answered 403: closed",
        verdict.contests().getLast().unfinished());
    assertTrue(VerdictText.of(verdict).contains("mixed: not prepared"), verdict::toString);
    assertTrue(VerdictJson.of(verdict).contains("not prepared"), () -> VerdictJson.of(verdict));
  }

  @Test
  void wrongAnswerToASecondCheckoutCountsThoughTheShopCannotBeReadAfterwards() throws IOException {
    Dialect dying =
        (request, shop) -> {
          if (request.path().startsWith("/orders/checkout")) {
            return checkouts.incrementAndGet() > BUYERS + 1 ? new Response(503, "{}") : shop.get();
          }
          boolean isDead = checkouts.get() > BUYERS + 1 && request.path().contains("/find");
          return isDead ? new Response(200, "") : shop.get();
        };
    Verdict verdict = verify(SeededBug.NEVER_FORGIVES_REFUSED, dying, LONG);
    ContentionResult classic = verdict.contests().getFirst();
    assertFalse(classic.isFinished());
    assertEquals(
        List.of(Anomaly.REFUSED_NEEDLESSLY),
        classic.discrepancies().stream().map(Discrepancy::fault).toList());
  }

  /**
   * @param number of the first checkout that gets the answer; the classic contest has one of each
   *     buyer, and one of each refused buyer when it is over
   */
  private Dialect checkoutsFrom(int number, Function<Supplier<Response>, Response> answer) {
    return (request, shop) -> {
      boolean strikes =
          request.path().startsWith("/orders/checkout") && checkouts.incrementAndGet() >= number;
      return strikes ? answer.apply(shop) : shop.get();
    };
  }

  private Dialect hangingAfter(int count) {
    return (request, shop) -> {
      boolean hangs =
          request.path().startsWith("/orders/checkout") && checkouts.incrementAndGet() > count;
      if (hangs) {
        LockSupport.parkNanos(FOR_EVER);
      }
      return shop.get();
    };
  }

  private static Verdict verify(SeededBug flaw, Dialect dialect, Duration limit)
      throws IOException {
    try (FakeShop shop = new FakeShop(flaw, dialect)) {
      return new Verification(shop.address(), Duration.ZERO, limit, 1, BUYERS, 60, 4, false, 7)
          .run(_ -> {});
    }
  }
}
