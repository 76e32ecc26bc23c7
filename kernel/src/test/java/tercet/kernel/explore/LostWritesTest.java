package tercet.kernel.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Protocol;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.RecordView;
import tercet.kernel.explore.ForgetfulShop.Loss;
import tercet.kernel.explore.PerfectShop.Story;
import tercet.kernel.id.Key;
import tercet.kernel.tcc.TccMessage;

/** The promises that hold when the store of the order service loses its last commits. */
final class LostWritesTest {
  private static final int LOST_MAX = 6;
  private static final Set<Story> STORIES = EnumSet.complementOf(EnumSet.of(Story.SOLD_TO_ANOTHER));

  /**
   * The process dies before the commit, and the store is older than it was when it starts again.
   */
  @ParameterizedTest
  @EnumSource
  void lossOfAnythingThatWasNotSentTearsNothing(Protocol protocol) {
    for (Story story : STORIES) {
      int points = 0;
      for (int at = 1; at <= commits(protocol, story); at++) {
        for (int lost = 1; lost <= LOST_MAX; lost++) {
          points += check(protocol, story, new Loss(at, lost, false, 0));
        }
      }
      assertTrue(points > 0, "nothing was tried of " + story);
    }
  }

  /**
   * The participants know the messages that were sent before, and the store knows nothing of them.
   */
  @ParameterizedTest
  @EnumSource
  void lossBeforeAnOutcomeTearsNothing(Protocol protocol) {
    for (Story story : STORIES) {
      int points = 0;
      for (int at = 1; at <= commits(protocol, story); at++) {
        for (int lost = 1; lost <= LOST_MAX; lost++) {
          points += check(protocol, story, new Loss(at, lost, true, 0));
        }
      }
      assertTrue(points > 0, "nothing was tried of " + story);
    }
  }

  private static int commits(Protocol protocol, Story story) {
    return new ForgetfulShop(protocol, story, Loss.NONE).bought("c").orderCommits();
  }

  private static int check(Protocol protocol, Story story, Loss loss) {
    ForgetfulShop shop = new ForgetfulShop(protocol, story, loss).bought("c");
    if (!shop.struck() || shop.outcomeWasLost()) {
      return 0;
    }
    assertTrue(shop.isWhole(), () -> "%s, %s, %s: %s".formatted(protocol, story, loss, shop));
    assertFalse(
        shop.isRefusalBroken() || shop.isPaymentBroken(),
        () -> "%s, %s, %s: %s".formatted(protocol, story, loss, shop));

    ForgetfulShop again = shop.bought("again");
    boolean sells = story != Story.OUT_OF_STOCK;
    String then = "%s, %s, %s, bought again: ".formatted(protocol, story, loss);
    assertEquals(sells, again.isPaid(), () -> then + again);
    assertTrue(again.isWhole(), () -> then + again);
    return 1;
  }

  /** A planted bug: an unknown transaction counts as paid. */
  private record Believing(Decider kernel) implements Decider {
    @Override
    public List<Key> keys(Input input) {
      return kernel.keys(input);
    }

    @Override
    public Decision decide(RecordView records, Input input, Instant now) {
      Decision decision = kernel.decide(records, input, now);
      return input instanceof TccMessage.Held vote
              && records.get(Key.transaction(vote.order(), vote.to())) == null
          ? Decision.builder()
              .send(
                  new TccMessage.Confirm(
                      vote.transaction(), vote.order(), vote.from(), vote.deadline()))
              .build()
          : decision;
    }
  }

  @Test
  void coordinatorThatTakesTheUnknownForPaidIsCaught() {
    Loss begin = new Loss(1, 1, true, 0);
    ForgetfulShop shop =
        new ForgetfulShop(Protocol.TCC, Story.PAID, begin, Believing::new).bought("c");
    assertFalse(shop.isWhole(), shop::toString);
  }

  /**
   * The store says that it is older: no client or participant is told anything, and an operator
   * hears why.
   */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHOREOGRAPHY")
  void participantOfANewerTransactionThanTheStoreIsLeftInDoubt(Protocol protocol) {
    int paying = commits(protocol, Story.PAID) - (protocol == Protocol.TWO_PHASE_COMMIT ? 2 : 0);
    Loss all = new Loss(paying, LOST_MAX, false, 1);
    ForgetfulShop shop = new ForgetfulShop(protocol, Story.PAID, all).bought("c");
    assertTrue(shop.struck() && !shop.isPaid(), shop::toString);
    assertFalse(shop.isWhole(), shop::toString);
    assertFalse(shop.findings().isEmpty(), shop::toString);
    for (Finding finding : shop.findings()) {
      assertEquals(Finding.Reason.RECORDS_OLDER, finding.reason());
    }
  }
}
