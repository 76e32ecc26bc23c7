package tercet.testing.verifier.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.testing.verifier.fake.FakeShop;
import tercet.testing.verifier.fake.SeededBug;
import tercet.testing.verifier.model.Anomaly;
import tercet.testing.verifier.model.Cause;
import tercet.testing.verifier.model.CauseReport;
import tercet.testing.verifier.model.Discrepancy;
import tercet.testing.verifier.shop.SameIdException;

@Timeout(120)
final class VerificationTest {
  private static final long SEED = 7;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GIVES_USER_ID_TWICE")
  void everyFlawIsReportedAsWhatItIs(SeededBug flaw) throws IOException {
    try (FakeShop shop = new FakeShop(flaw)) {
      Verdict verdict = verify(shop, Duration.ZERO);
      Set<Anomaly> found = faults(verdict);
      assertTrue(found.containsAll(faultsOf(flaw)), () -> VerdictText.of(verdict));
      assertEquals(faultsOf(flaw).isEmpty(), verdict.isRight(), () -> VerdictText.of(verdict));
    }
  }

  /** The errors that must be found; their consequences may be found as well. */
  private static Set<Anomaly> faultsOf(SeededBug flaw) {
    return switch (flaw) {
      case NONE, SAYS_503_FOR_PURCHASE, FORGETS_LATEST_WHEN_KILLED, GIVES_USER_ID_TWICE ->
          EnumSet.noneOf(Anomaly.class);
      case OVERSELLS -> EnumSet.of(Anomaly.OVERDRAWN, Anomaly.PAID_WITHOUT_TAKING);
      case GOES_BELOW_ZERO -> EnumSet.of(Anomaly.OVERDRAWN, Anomaly.NEGATIVE_BALANCE);
      case CHARGES_TWICE -> EnumSet.of(Anomaly.TAKEN_TWICE);
      case KEEPS_MONEY_OF_REFUSED, KEEPS_PIECES_OF_REFUSED ->
          EnumSet.of(Anomaly.TAKEN_WITHOUT_PAID);
      case CHARGES_WRONG_USER -> EnumSet.of(Anomaly.TAKEN_FROM_WRONG);
      case SAYS_200_WITHOUT_EFFECT -> EnumSet.of(Anomaly.ACKNOWLEDGED_NOT_PAID);
      case SAYS_400_BUT_DOES_IT -> EnumSet.of(Anomaly.REFUSED_BUT_PAID);
      case SAYS_500_FOR_PURCHASE -> EnumSet.of(Anomaly.ERROR_FOR_PURCHASE);
      case SAYS_500_FOR_REFUSAL -> EnumSet.of(Anomaly.ERROR_FOR_REFUSAL);
      case NEVER_FORGIVES_REFUSED, HOLDS_MONEY_OF_REFUSED -> EnumSet.of(Anomaly.REFUSED_NEEDLESSLY);
      case SHOWS_PAID_LATE -> EnumSet.of(Anomaly.ACKNOWLEDGED_NOT_PAID, Anomaly.STALE_READ);
      case FORGETS_STOCK, FORGETS_MONEY -> EnumSet.of(Anomaly.PAID_WITHOUT_TAKING);
      case LOSES_ORDER -> EnumSet.of(Anomaly.RECORD_LOST);
      case LOSES_LINE, LOSES_ADDED_LINE -> EnumSet.of(Anomaly.ORDER_CHANGED);
      case PRINTS_MONEY -> EnumSet.of(Anomaly.BALANCE_WRONG);
    };
  }

  @Test
  void usersWhoShareAnIdAreNoTwoBuyers() {
    try (FakeShop shop = new FakeShop(SeededBug.GIVES_USER_ID_TWICE)) {
      SameIdException e = assertThrows(SameIdException.class, () -> verify(shop, Duration.ZERO));
      assertTrue(String.valueOf(e.getMessage()).contains("twice: two new users"), e::getMessage);
    }
  }

  @Test
  void slowShopIsRightWithPatienceAndTheTimeIsMeasured() throws IOException {
    try (FakeShop shop = new FakeShop(SeededBug.SHOWS_PAID_LATE)) {
      Verdict verdict = verify(shop, Duration.ofSeconds(30));
      assertTrue(verdict.isRight(), () -> VerdictText.of(verdict));
      Duration taken = verdict.contests().getFirst().settlement().after();
      assertTrue(taken.toMillis() > 500 && taken.toMillis() < 20_000, taken::toString);
    }
  }

  @Test
  void patienceDoesNotForgiveWhatStaysWrong() throws IOException {
    try (FakeShop shop = new FakeShop(SeededBug.CHARGES_TWICE)) {
      Verdict verdict = verify(shop, Duration.ofMillis(300));
      assertFalse(verdict.isRight());
      assertTrue(faults(verdict).contains(Anomaly.TAKEN_TWICE));
    }
  }

  @Test
  void reportSaysEverythingToPersonsAndPrograms() throws IOException {
    try (FakeShop shop = new FakeShop(SeededBug.CHARGES_WRONG_USER)) {
      Verdict verdict = verify(shop, Duration.ZERO);
      String text = VerdictText.of(verdict);
      assertTrue(text.contains("taken-from-wrong"), text);
      assertTrue(text.contains("--seed 7"), text);
      String json = VerdictJson.of(verdict);
      assertTrue(json.contains("\"right\" : false"), json);
      assertTrue(json.contains("\"fault\" : \"taken-from-wrong\""), json);
    }
  }

  /** A shop that forgets lines also takes too little: that is one cause, and the first. */
  @Test
  void consequencesOfLostLinesAreOneGroup() throws IOException {
    try (FakeShop shop = new FakeShop(SeededBug.LOSES_ADDED_LINE)) {
      Verdict verdict = verify(shop, Duration.ZERO);
      List<Discrepancy> all =
          verdict.contests().stream().flatMap(one -> one.discrepancies().stream()).toList();
      Map<Cause, Long> counts = CauseReport.counts(all);
      assertEquals(Cause.LINES_LOST, counts.keySet().iterator().next(), counts::toString);
      assertTrue(counts.getOrDefault(Cause.LINES_LOST, 0L) > 0.9 * all.size(), counts::toString);
      Set<Anomaly> faults = faults(verdict);
      assertTrue(faults.contains(Anomaly.PAID_WITHOUT_TAKING), faults::toString);
      List<String> lines = VerdictText.of(verdict).lines().toList();
      int head =
          lines.indexOf(
              lines.stream()
                  .filter(line -> line.contains(" lines lost in addItem (order-changed "))
                  .findFirst()
                  .orElse(""));
      assertTrue(lines.get(head + 1).startsWith("  Usually the order is read"), lines::toString);
      long examples =
          lines.stream().skip(head + 2).takeWhile(line -> line.startsWith("  - ")).count();
      assertEquals(4, examples, "three examples and the number of the rest");
      assertTrue(VerdictJson.of(verdict).contains("\"lines-lost\" : "), lines::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "KEEPS_MONEY_OF_REFUSED",
        "FORGETS_STOCK",
        "OVERSELLS",
        "CHARGES_TWICE",
        "SAYS_200_WITHOUT_EFFECT"
      })
  void mostDiscrepanciesOfAFlawHaveItsCause(SeededBug flaw) throws IOException {
    Cause cause =
        switch (flaw) {
          case KEEPS_MONEY_OF_REFUSED -> Cause.MONEY_TAKEN;
          case FORGETS_STOCK -> Cause.PIECES_NOT_TAKEN;
          case OVERSELLS -> Cause.OVERSOLD;
          case CHARGES_TWICE -> Cause.TAKEN_TWICE;
          default -> Cause.NOT_PAID;
        };
    try (FakeShop shop = new FakeShop(flaw)) {
      Verdict verdict = verify(shop, Duration.ZERO);
      Map<Cause, Long> counts =
          CauseReport.counts(
              verdict.contests().stream().flatMap(one -> one.discrepancies().stream()).toList());
      assertTrue(counts.containsKey(cause), counts::toString);
      assertFalse(counts.containsKey(Cause.LINES_LOST), counts::toString);
    }
  }

  private static Verdict verify(FakeShop shop, Duration settleMax) throws IOException {
    List<String> progress = new ArrayList<>();
    Verdict verdict =
        new Verification(shop.address(), settleMax, LIMIT, 1, 60, 400, 16, false, SEED)
            .run(progress::add);
    assertFalse(progress.isEmpty());
    return verdict;
  }

  private static Set<Anomaly> faults(Verdict verdict) {
    return verdict.contests().stream()
        .flatMap(contest -> contest.discrepancies().stream())
        .map(Discrepancy::fault)
        .collect(Collectors.toSet());
  }
}
