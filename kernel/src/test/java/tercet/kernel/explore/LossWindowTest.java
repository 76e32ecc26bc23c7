package tercet.kernel.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Protocol;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.explore.PerfectShop.Story;
import tercet.kernel.id.Key;
import tercet.kernel.id.Service;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.transaction.Branch;

/** The promises that hold where stores may lose commits that they have confirmed. */
final class LossWindowTest {
  private static final int LOST_MAX = 6;
  private static final int SEEDS = 1_000;
  private static final List<Story> STORIES = List.of(Story.values());

  @ParameterizedTest
  @EnumSource
  void lossOfAnyServiceTearsNothing(Protocol protocol) {
    int lies = 0;
    for (Story story : Story.values()) {
      int points = 0;
      for (int at = 1; at <= commits(protocol, story); at++) {
        for (Service service : Service.values()) {
          for (int lost = 1; lost <= LOST_MAX; lost++) {
            LostCommits loss = new LostCommits(service, at, lost);
            LosingShop shop = new LosingShop(protocol, story, loss).bought("c");
            points += shop.struck();
            lies += shop.isPaymentBroken() ? 1 : 0;
            check(protocol, shop);
            assertEquals(List.of(), shop.findings(), () -> protocol + ", " + shop);
            checkBoughtAgain(protocol, story, shop);
          }
        }
      }
      assertTrue(points > 0, "nothing was lost in " + story);
    }
    assertTrue(lies > 0, "no client was ever told a 200 that was lost, so nothing was tried");
  }

  private static int commits(Protocol protocol, Story story) {
    return new LosingShop(protocol, story).bought("c").commits();
  }

  private static void check(Protocol protocol, LosingShop shop) {
    assertTrue(shop.isWhole(), () -> protocol + " is torn: " + shop);
    assertFalse(shop.isRefusalBroken(), () -> protocol + " was refused: " + shop);
  }

  private static void checkBoughtAgain(Protocol protocol, Story story, LosingShop shop) {
    shop.checkOut("again");
    check(protocol, shop);
    assertTrue(
        shop.isPaid() || story == Story.OUT_OF_STOCK || story == Story.SOLD_TO_ANOTHER,
        () -> protocol + " cannot be bought again: " + shop);
  }

  @ParameterizedTest
  @EnumSource
  void lossesOfTwoServicesTearNothing(Protocol protocol) {
    for (int seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Story story = STORIES.get(random.nextInt(STORIES.size()));
      List<Service> services = new ArrayList<>(List.of(Service.values()));
      services.remove(random.nextInt(services.size()));
      int most = commits(protocol, story) + 4;
      LostCommits[] losses =
          services.stream()
              .map(service ->
                  new LostCommits(service, random.nextInt(1, most), random.nextInt(1, LOST_MAX)))
              .toArray(LostCommits[]::new);
      LosingShop shop = new LosingShop(protocol, story, losses).bought("c");
      int drawn = seed;
      assertTrue(shop.isWhole(), () -> protocol + " is torn, seed " + drawn + ": " + shop);
    }
  }

  /** The canary that forgets: outcomes are not kept for the loss window. */
  @ParameterizedTest
  @EnumSource
  void outcomeThatIsForgottenAtOnceIsCaught(Protocol protocol) {
    assertTrue(isTorn(protocol, Duration.ZERO, kernel -> kernel));
  }

  /** The canary that does not know what to do: outcomes do not carry the part. */
  @ParameterizedTest
  @EnumSource
  void outcomeWithoutThePartIsCaught(Protocol protocol) {
    assertTrue(isTorn(protocol, LosingShop.WINDOW, WithoutPart::new));
  }

  private static boolean isTorn(
      Protocol protocol, Duration window, UnaryOperator<Decider> planted) {
    for (int at = 1; at < 20; at++) {
      for (Service service : Service.values()) {
        List<LostCommits> losses = List.of(new LostCommits(service, at, LOST_MAX));
        LosingShop shop = new LosingShop(protocol, Story.PAID, losses, window, planted).bought("c");
        if (!shop.isWhole()) {
          return true;
        }
      }
    }
    return false;
  }

  private record WithoutPart(Decider kernel) implements Decider {
    @Override
    public List<Key> keys(Input input) {
      return kernel.keys(input);
    }

    @Override
    public Decision decide(RecordView records, Input input, Instant now) {
      Decision decision = kernel.decide(records, input, now);
      List<Message> messages = decision.messages().stream().map(WithoutPart::emptied).toList();
      return new Decision(decision.changes(), messages, decision.replies(), decision.findings());
    }

    private static Message emptied(Message message) {
      return message instanceof OutcomeMessage.Apply apply
          ? new OutcomeMessage.Apply(
              apply.transaction(),
              apply.origin(),
              Branch.unknown(apply.to()),
              apply.validUntil(),
              apply.retainUntil())
          : message;
    }
  }

  /** Where stores lose nothing, the loss window adds no record and costs nothing. */
  @Test
  void withoutLossWindowNothingIsKept() {
    LosingShop shop =
        new LosingShop(Protocol.TCC, Story.PAID, List.of(), Duration.ZERO, kernel -> kernel)
            .bought("c");
    assertEquals(7, shop.commits());
  }
}
