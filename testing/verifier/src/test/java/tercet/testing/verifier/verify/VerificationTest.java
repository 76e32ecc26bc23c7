package tercet.testing.verifier.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.testing.verifier.books.Discrepancy;
import tercet.testing.verifier.books.Fault;
import tercet.testing.verifier.fake.Flaw;
import tercet.testing.verifier.fake.PretendShop;

@Timeout(120)
final class VerificationTest {
  private static final long SEED = 7;

  @ParameterizedTest
  @EnumSource
  void everyFlawIsReportedAsWhatItIs(Flaw flaw) throws IOException {
    try (PretendShop shop = new PretendShop(flaw)) {
      Verdict verdict = verify(shop, Duration.ZERO);
      Set<Fault> found = faults(verdict);
      assertTrue(found.containsAll(faultsOf(flaw)), () -> VerdictText.of(verdict));
      assertEquals(faultsOf(flaw).isEmpty(), verdict.isRight(), () -> VerdictText.of(verdict));
    }
  }

  /** Those that must be found; what follows from them may be found as well. */
  private static Set<Fault> faultsOf(Flaw flaw) {
    return switch (flaw) {
      case NONE, SAYS_503_FOR_PURCHASE, FORGETS_LATEST_WHEN_KILLED -> EnumSet.noneOf(Fault.class);
      case OVERSELLS -> EnumSet.of(Fault.OVERDRAWN, Fault.PAID_WITHOUT_TAKING);
      case GOES_BELOW_ZERO -> EnumSet.of(Fault.OVERDRAWN, Fault.NEGATIVE_BALANCE);
      case CHARGES_TWICE -> EnumSet.of(Fault.TAKEN_TWICE);
      case KEEPS_MONEY_OF_REFUSED, KEEPS_PIECES_OF_REFUSED -> EnumSet.of(Fault.TAKEN_WITHOUT_PAID);
      case CHARGES_WRONG_USER -> EnumSet.of(Fault.TAKEN_FROM_WRONG);
      case SAYS_200_WITHOUT_EFFECT -> EnumSet.of(Fault.ACKNOWLEDGED_NOT_PAID);
      case SAYS_400_BUT_DOES_IT -> EnumSet.of(Fault.REFUSED_BUT_PAID);
      case SAYS_500_FOR_PURCHASE -> EnumSet.of(Fault.ERROR_FOR_PURCHASE);
      case SAYS_500_FOR_REFUSAL -> EnumSet.of(Fault.ERROR_FOR_REFUSAL);
      case NEVER_FORGIVES_REFUSED, HOLDS_MONEY_OF_REFUSED -> EnumSet.of(Fault.REFUSED_NEEDLESSLY);
      case SHOWS_PAID_LATE -> EnumSet.of(Fault.ACKNOWLEDGED_NOT_PAID, Fault.STALE_READ);
      case FORGETS_STOCK, FORGETS_MONEY -> EnumSet.of(Fault.PAID_WITHOUT_TAKING);
      case LOSES_ORDER -> EnumSet.of(Fault.RECORD_LOST);
      case LOSES_LINE -> EnumSet.of(Fault.ORDER_CHANGED);
      case PRINTS_MONEY -> EnumSet.of(Fault.BALANCE_WRONG);
    };
  }

  @Test
  void slowShopIsRightWithPatienceAndTheTimeIsMeasured() throws IOException {
    try (PretendShop shop = new PretendShop(Flaw.SHOWS_PAID_LATE)) {
      Verdict verdict = verify(shop, Duration.ofSeconds(30));
      assertTrue(verdict.isRight(), () -> VerdictText.of(verdict));
      Duration taken = verdict.contests().getFirst().settlement().after();
      assertTrue(taken.toMillis() > 500 && taken.toMillis() < 20_000, taken::toString);
    }
  }

  @Test
  void patienceDoesNotForgiveWhatStaysWrong() throws IOException {
    try (PretendShop shop = new PretendShop(Flaw.CHARGES_TWICE)) {
      Verdict verdict = verify(shop, Duration.ofMillis(300));
      assertFalse(verdict.isRight());
      assertTrue(faults(verdict).contains(Fault.TAKEN_TWICE));
    }
  }

  @Test
  void reportSaysEverythingToPersonsAndPrograms() throws IOException {
    try (PretendShop shop = new PretendShop(Flaw.CHARGES_WRONG_USER)) {
      Verdict verdict = verify(shop, Duration.ZERO);
      String text = VerdictText.of(verdict);
      assertTrue(text.contains("taken-from-wrong"), text);
      assertTrue(text.contains("--seed 7"), text);
      String json = VerdictJson.of(verdict);
      assertTrue(json.contains("\"right\" : false"), json);
      assertTrue(json.contains("\"fault\" : \"taken-from-wrong\""), json);
    }
  }

  private static Verdict verify(PretendShop shop, Duration settleMax) throws IOException {
    List<String> progress = new ArrayList<>();
    Verdict verdict =
        new Verification(shop.address(), settleMax, 1, 60, 400, 16, SEED).run(progress::add);
    assertFalse(progress.isEmpty());
    return verdict;
  }

  private static Set<Fault> faults(Verdict verdict) {
    return verdict.contests().stream()
        .flatMap(contest -> contest.discrepancies().stream())
        .map(Discrepancy::fault)
        .collect(Collectors.toSet());
  }
}
