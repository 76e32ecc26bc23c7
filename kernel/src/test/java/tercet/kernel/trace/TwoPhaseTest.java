package tercet.kernel.trace;

import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tercet.kernel.Protocol;
import tercet.kernel.twophase.TwoPhaseMessage;

final class TwoPhaseTest {

  @Test
  void allPromiseThenItIsCommitted(TestInfo test) throws IOException {
    TracedShop shop =
        new TracedShop(Protocol.TWO_PHASE_COMMIT)
            .item("apple", 5, 3)
            .item("pear", 5, 2)
            .user("ann", 100)
            .order("o1", "ann", line(2, "apple", 6), line(1, "pear", 2))
            .checkout("c1", "o1")
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void whoLacksEnoughRefusesAndTheOthersUnlock(TestInfo test) throws IOException {
    TracedShop shop = shop(1, 100).checkout("c1", "o1").deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void lostPrepareAndLostPromiseAreSentAgain(TestInfo test) throws IOException {
    TracedShop shop =
        shop(5, 100)
            .checkout("c1", "o1")
            .lose(TwoPhaseMessage.Prepare.class, payment(1))
            .wakeNext()
            .deliver(TwoPhaseMessage.Prepare.class, payment(1))
            .lose(TwoPhaseMessage.Prepared.class, payment(1))
            .wakeNext()
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void committedTransactionIsKeptUntilAllHaveConfirmed(TestInfo test) throws IOException {
    TracedShop shop =
        bothPromised()
            .note("only the client knows")
            .lose(TwoPhaseMessage.Commit.class, stock(0))
            .deliver(TwoPhaseMessage.Commit.class, payment(1))
            .deliver(TwoPhaseMessage.Committed.class, payment(1))
            .note("a second checkout of the order finds it paid")
            .checkout("c2", "o1")
            .wakeNext()
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void participantInDoubtIsToldToAbortWhatNobodyKnows(TestInfo test) throws IOException {
    TracedShop shop =
        shop(1, 100)
            .checkout("c1", "o1")
            .deliver(TwoPhaseMessage.Prepare.class, payment(1))
            .deliver(TwoPhaseMessage.Prepared.class, payment(1))
            .deliver(TwoPhaseMessage.Prepare.class, stock(0))
            .deliver(TwoPhaseMessage.Declined.class, stock(0))
            .note("nothing is left of it at the coordinator, and the abort is lost")
            .lose(TwoPhaseMessage.Abort.class, payment(1))
            .wakeNext()
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void participantInDoubtWaitsUntilTheCoordinatorIsBack(TestInfo test) throws IOException {
    TracedShop shop =
        bothPromised().loseAll().note("the coordinator is silent, no participant may decide");
    shop.pass(60_000).wakeNext().wakeNext().note("it is back").deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void abortThatOvertakesItsPrepareWins(TestInfo test) throws IOException {
    TracedShop shop =
        shop(5, 100)
            .checkout("c1", "o1")
            .deliver(TwoPhaseMessage.Prepare.class, payment(1))
            .deliver(TwoPhaseMessage.Prepared.class, payment(1))
            .pass(4_000)
            .note("stock is asked again, and then it is too late")
            .wake("o1")
            .lose(TwoPhaseMessage.Prepare.class, stock(0))
            .pass(1_000)
            .wake("o1")
            .deliver(TwoPhaseMessage.Abort.class, stock(0))
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void lastPromiseAfterTheDeadlineAborts(TestInfo test) throws IOException {
    TracedShop shop =
        shop(5, 100)
            .checkout("c1", "o1")
            .deliver(TwoPhaseMessage.Prepare.class, payment(1))
            .deliver(TwoPhaseMessage.Prepared.class, payment(1))
            .deliver(TwoPhaseMessage.Prepare.class, stock(0))
            .pass(5_000)
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void everythingThatComesTwiceHasOneEffect(TestInfo test) throws IOException {
    TracedShop shop =
        shop(5, 100)
            .checkout("c1", "o1")
            .deliverCopy(TwoPhaseMessage.Prepare.class, payment(1))
            .deliver(TwoPhaseMessage.Prepare.class, payment(1))
            .deliver(TwoPhaseMessage.Prepared.class, payment(1))
            .deliver(TwoPhaseMessage.Prepared.class, payment(1))
            .deliver(TwoPhaseMessage.Prepare.class, stock(0))
            .deliver(TwoPhaseMessage.Prepared.class, stock(0))
            .deliverCopy(TwoPhaseMessage.Commit.class, stock(0))
            .deliver(TwoPhaseMessage.Commit.class, stock(0))
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  private static TracedShop bothPromised() {
    return shop(5, 100)
        .checkout("c1", "o1")
        .deliver(TwoPhaseMessage.Prepare.class, payment(1))
        .deliver(TwoPhaseMessage.Prepared.class, payment(1))
        .deliver(TwoPhaseMessage.Prepare.class, stock(0))
        .deliver(TwoPhaseMessage.Prepared.class, stock(0));
  }

  private static TracedShop shop(long apples, long credit) {
    return new TracedShop(Protocol.TWO_PHASE_COMMIT)
        .item("apple", apples, 3)
        .user("ann", credit)
        .order("o1", "ann", line(2, "apple", 6));
  }
}
