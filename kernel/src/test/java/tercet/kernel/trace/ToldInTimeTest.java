package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tercet.kernel.trace.TracedShop.line;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import tercet.kernel.Protocol;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.command.Reason;
import tercet.kernel.id.Amount;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.twophase.TwoPhaseMessage;

/**
 * When clients hear the outcome, and what a client hears that asks while a transaction is ending.
 */
final class ToldInTimeTest {
  private static final Answer LATE = new Answer.Refused(Reason.DEADLINE_EXCEEDED);
  private static final Answer BUSY = new Answer.Busy();

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "CHOREOGRAPHY")
  void clientHearsAtTheDeadlineItselfThoughAParticipantIsSilent(Protocol protocol) {
    TracedShop shop = shop(protocol).checkout("c1", "o1");
    while (shop.answer("c1") == null) {
      shop.loseAll().wakeNext();
    }
    assertEquals(LATE, shop.answer("c1"));
    assertEquals(TracedShop.START.plus(TracedShop.DEADLINE), shop.now());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "CHOREOGRAPHY")
  void deadlineOfAClockThatIsADayAheadHoldsNothingForADay(Protocol protocol) {
    TracedShop shop = shop(protocol).ask("c1", checkout("o1", 86_400));
    while (shop.answer("c1") == null) {
      shop.loseAll().wakeNext();
    }
    assertEquals(LATE, shop.answer("c1"));
    assertEquals(TracedShop.START.plus(Duration.ofMinutes(1)), shop.now());
  }

  @ParameterizedTest
  @EnumSource(names = {"TCC", "SAGA"})
  void orderWhoseAbortedTransactionIsNotGivenBackYetIsBusyAndThenBought(Protocol protocol) {
    TracedShop shop = aborted(protocol);
    shop.ask("c2", checkout("o1", 10));
    assertEquals(BUSY, shop.answer("c2"));

    shop.wake("o1").deliverAll().ask("c2", checkout("o1", 10)).deliverAll();
    assertEquals(new Answer.Paid(new TransactionId("c2")), shop.answer("c2"));
  }

  @ParameterizedTest
  @EnumSource(names = {"TCC", "SAGA"})
  void clientThatWaitsForAnAbortedTransactionHearsAtItsOwnDeadline(Protocol protocol) {
    TracedShop shop = aborted(protocol);
    shop.ask("c2", checkout("o1", 7)).pass(2_000);
    assertEquals(BUSY, shop.answer("c2"));
    assertEquals(LATE, shop.ask("c2", checkout("o1", 7)).answer("c2"));

    shop.wake("o1").deliverAll();
    assertEquals(LATE, shop.ask("c2", checkout("o1", 7)).answer("c2"));
  }

  @Test
  void orderThatOverwroteOneBeingCommittedIsBusyAndThenBought() {
    TracedShop shop =
        new TracedShop(Protocol.TWO_PHASE_COMMIT)
            .item("0", 5, 3)
            .user("0", 100)
            .order("7", "0", line(2, "0", 6))
            .checkout("c1", "7");
    ShardId stock = shop.shardOfItem("0");
    for (ShardId participant : List.of(new Shards(4).of(new UserId("0")), stock)) {
      shop.deliver(TwoPhaseMessage.Prepare.class, participant);
      shop.deliver(TwoPhaseMessage.Prepared.class, participant);
    }
    assertEquals(new Answer.Paid(new TransactionId("c1")), shop.answer("c1"));
    shop.lose(TwoPhaseMessage.Commit.class, stock).deliverAll();

    shop.ask("c2", new Command.InitOrders(new Range(7, 8), 1, 1, new Amount(1), 42));
    assertEquals(BUSY, shop.ask("c3", checkout("7", 10)).answer("c3"));
    shop.wake("7").deliverAll().ask("c3", checkout("7", 10)).deliverAll();
    assertEquals(new Answer.Paid(new TransactionId("c3")), shop.answer("c3"));
  }

  /** At the deadline, with a stock that has not heard of it. */
  private static TracedShop aborted(Protocol protocol) {
    TracedShop shop =
        shop(protocol).checkout("c1", "o1").loseAll().pass(5_000).wake("o1").loseAll();
    assertEquals(LATE, shop.answer("c1"));
    return shop;
  }

  private static Command checkout(String order, int seconds) {
    return new Command.Checkout(
        new OrderId(order), TracedShop.START.plus(Duration.ofSeconds(seconds)));
  }

  private static TracedShop shop(Protocol protocol) {
    return new TracedShop(protocol)
        .item("apple", 5, 3)
        .user("ann", 100)
        .order("o1", "ann", line(2, "apple", 6));
  }
}
