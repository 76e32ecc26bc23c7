package tercet.kernel.trace;

import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tercet.kernel.Protocol;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.id.ShardId;

final class ChoreographyTest {
  private static final ShardId ORDER = OneCheckout.COORDINATOR;

  @Test
  void allAgreeAndTellEachOther(TestInfo test) throws IOException {
    Golden.matches(shop(100).checkout("c1", "o1").deliverAll().trace(), test);
  }

  @Test
  void whoLacksEnoughRefusesAndTheOthersGiveBack(TestInfo test) throws IOException {
    TracedShop shop =
        shop(0).checkout("c1", "o1").deliver(ChoreographyMessage.Debit.class, stock(0));
    Golden.matches(shop.deliverAll().trace(), test);
  }

  @Test
  void refusalThatOvertakesTheDebitWins(TestInfo test) throws IOException {
    TracedShop shop =
        shop(0)
            .checkout("c1", "o1")
            .deliver(ChoreographyMessage.Debit.class, payment(1))
            .deliver(ChoreographyMessage.Declined.class, stock(0))
            .note("the debit comes now and must take nothing")
            .deliver(ChoreographyMessage.Debit.class, stock(0))
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void voteThatOvertakesTheDebitIsGivenAgain(TestInfo test) throws IOException {
    TracedShop shop =
        shop(100)
            .checkout("c1", "o1")
            .deliver(ChoreographyMessage.Debit.class, payment(1))
            .deliver(ChoreographyMessage.VoteYes.class, stock(0))
            .deliverAll()
            .wakeNext()
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void lostDebitAndLostVotesAreSentAgain(TestInfo test) throws IOException {
    TracedShop shop =
        shop(100)
            .checkout("c1", "o1")
            .lose(ChoreographyMessage.Debit.class, stock(0))
            .deliver(ChoreographyMessage.Debit.class, payment(1))
            .loseAll()
            .wakeNext()
            .wakeNext()
            .deliverAll();
    while (shop.anythingOpen()) {
      shop.wakeNext().deliverAll();
    }
    Golden.matches(shop.trace(), test);
  }

  @Test
  void voteRequestToOneThatNeverHeardOfItLeavesATombstone(TestInfo test) throws IOException {
    TracedShop shop =
        shop(100)
            .checkout("c1", "o1")
            .deliver(ChoreographyMessage.Debit.class, payment(1))
            .loseAll()
            .pass(4_999)
            .note("stock is asked once more, by a shard whose clock is slow")
            .wake("o1")
            .pass(1)
            .wakePart("c1", payment(1))
            .deliver(ChoreographyMessage.VoteRequest.class, stock(0))
            .note("the vote is no, also for a late debit")
            .pass(-1)
            .deliver(ChoreographyMessage.Debit.class, stock(0))
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void participantsFinishWithoutTheOrdersShard(TestInfo test) throws IOException {
    TracedShop shop =
        shop(100)
            .checkout("c1", "o1")
            .deliver(ChoreographyMessage.Debit.class, stock(0))
            .deliver(ChoreographyMessage.Debit.class, payment(1))
            .note("the order's shard is dead: it hears no vote")
            .lose(ChoreographyMessage.VoteYes.class, stock(0), ORDER)
            .lose(ChoreographyMessage.VoteYes.class, payment(1), ORDER)
            .deliverAll()
            .note("after the deadline it is back, and polls")
            .pass(6_000)
            .wake("o1")
            .deliverAll();
    while (shop.anythingOpen()) {
      shop.wakeNext().deliverAll();
    }
    Golden.matches(shop.trace(), test);
  }

  @Test
  void voteIsForgottenOnlyWhenEverybodyHasIt(TestInfo test) throws IOException {
    TracedShop shop =
        shop(100)
            .checkout("c1", "o1")
            .deliver(ChoreographyMessage.Debit.class, stock(0))
            .deliver(ChoreographyMessage.Debit.class, payment(1))
            .deliver(ChoreographyMessage.VoteYes.class, stock(0))
            .deliver(ChoreographyMessage.VoteYes.class, payment(1))
            .note("payment is committed, but does not know whether the order's shard has its vote")
            .lose(ChoreographyMessage.VoteYes.class, payment(1), ORDER)
            .deliverAll()
            .pass(60_000)
            .note("a minute later it is asked by the order's shard, and has not forgotten")
            .wake("o1")
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void everythingThatComesTwiceHasOneEffect(TestInfo test) throws IOException {
    TracedShop shop =
        shop(100)
            .checkout("c1", "o1")
            .deliverCopy(ChoreographyMessage.Debit.class, stock(0))
            .deliver(ChoreographyMessage.Debit.class, stock(0))
            .deliver(ChoreographyMessage.Debit.class, payment(1))
            .deliverCopy(ChoreographyMessage.VoteYes.class, payment(1))
            .deliverCopy(ChoreographyMessage.VoteYes.class, stock(0))
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  private static TracedShop shop(long credit) {
    return new TracedShop(Protocol.CHOREOGRAPHY)
        .item("apple", 5, 3)
        .user("ann", credit)
        .order("o1", "ann", line(2, "apple", 6));
  }
}
