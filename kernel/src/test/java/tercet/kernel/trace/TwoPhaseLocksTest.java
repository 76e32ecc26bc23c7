package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tercet.kernel.Protocol;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Pieces;
import tercet.kernel.command.Range;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.twophase.TwoPhaseMessage;

/** Two orders of the same item: ann's has the lock, and bob's stands in line. */
final class TwoPhaseLocksTest {
  private static final ItemId APPLE = new ItemId("apple");

  @Test
  void secondInLineGoesOnWhenTheFirstCommits(TestInfo test) throws IOException {
    Golden.matches(bobInLine(4).deliverAll().trace(), test);
  }

  @Test
  void secondInLineIsRefusedWhenTheFirstTookTheLast(TestInfo test) throws IOException {
    Golden.matches(bobInLine(2).deliverAll().trace(), test);
  }

  @Test
  void secondInLineGoesOnWhenTheFirstAborts(TestInfo test) throws IOException {
    TracedShop shop = bobInLine(2).lose(TwoPhaseMessage.Prepared.class, stock(0)).pass(5_000);
    shop.note("ann's transaction is not decided in time; bob's clock is slower").wake("o1");
    shop.deliver(TwoPhaseMessage.Abort.class, stock(0)).pass(-100).deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void whoStandsInLineAtTheDeadlineLeaves(TestInfo test) throws IOException {
    TracedShop shop = bobInLine(4).loseAll().pass(5_000).wake("o2");
    shop.note("bob leaves the line, by himself if the abort is lost").loseAll();
    shop.wakePart("c2", stock(0)).note("ann goes on").wake("o1").deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void lockedBalanceIsNeitherSeenNorChanged(TestInfo test) throws IOException {
    TracedShop shop =
        bobInLine(4)
            .ask("c3", new Command.FindBalance(APPLE))
            .ask("c4", new Command.Credit(APPLE, new Amount(1)))
            .ask("c5", new Command.Debit(APPLE, new Amount(1)))
            .note("and who asks later finds what was decided")
            .deliverAll()
            .ask("c3", new Command.FindBalance(APPLE))
            .ask("c4", new Command.Credit(APPLE, new Amount(1)))
            .ask("c5", new Command.Debit(APPLE, new Amount(1)));
    Golden.matches(shop.trace(), test);
  }

  @Test
  void lockedItemIsNotOverwritten(TestInfo test) throws IOException {
    Command overwrite = new Command.InitItems(new Range(7, 8), new Amount(50), new Amount(4));
    TracedShop shop =
        new TracedShop(Protocol.TWO_PHASE_COMMIT)
            .item("7", 5, 3)
            .user("ann", 100)
            .order("o1", "ann", line(2, "7", 6))
            .checkout("c1", "o1")
            .deliver(TwoPhaseMessage.Prepare.class, payment(1))
            .deliver(TwoPhaseMessage.Prepared.class, payment(1))
            .deliver(TwoPhaseMessage.Prepare.class, stock(1))
            .ask("c2", overwrite)
            .deliverAll()
            .ask("c2", overwrite);
    Golden.matches(shop.trace(), test);
  }

  @Test
  void itemsOfOneShardAreLockedInOneOrder(TestInfo test) throws IOException {
    TracedShop shop =
        new TracedShop(Protocol.TWO_PHASE_COMMIT)
            .item("apple", 5, 3)
            .item("plum", 5, 1)
            .user("ann", 100)
            .user("bob", 100)
            .order("o1", "ann", line(1, "plum", 1), line(2, "apple", 6))
            .order("o2", "bob", line(2, "apple", 6), line(1, "plum", 1))
            .checkout("c1", "o1")
            .checkout("c2", "o2")
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  /** Ann's order has locked the apples, and waits for the plums while the time of others ends. */
  @Test
  void promiseCountsOnlyPiecesThatNoClockKeepsForOthers() {
    TracedShop shop =
        new TracedShop(Protocol.TWO_PHASE_COMMIT)
            .item("apple", 3, 3)
            .item("plum", 5, 1)
            .user("ann", 100)
            .user("bob", 100)
            .order("o1", "ann", line(3, "apple", 9), line(1, "plum", 1))
            .order("o2", "bob", line(1, "plum", 1));
    shop.ask(
        "r",
        new Command.KeepPieces(
            new OrderId("kept"),
            1,
            7,
            0,
            List.of(new Pieces(APPLE, new Amount(2))),
            shop.now().plusSeconds(1)));
    toItems(toItems(shop, "c2", "o2", 2), "c1", "o1", 1).pass(1_000);
    shop.deliver(TwoPhaseMessage.Prepared.class, stock(0));
    shop.deliver(TwoPhaseMessage.Commit.class, stock(0));
    shop.note("ann's part is promised; it is committed by a clock that is slower").pass(-400);
    shop.deliverAll();
    assertEquals(new Answer.Paid(new TransactionId("c1")), shop.answer("c1"));
    assertEquals(
        new Answer.ItemFound(new Amount(0), new Amount(3), new Amount(0)),
        shop.ask("q", new Command.FindBalance(APPLE)).answer("q"));
  }

  private static TracedShop toItems(TracedShop shop, String client, String order, int user) {
    return shop.checkout(client, order)
        .deliver(TwoPhaseMessage.Prepare.class, payment(user))
        .deliver(TwoPhaseMessage.Prepared.class, payment(user))
        .deliver(TwoPhaseMessage.Prepare.class, stock(0));
  }

  private static TracedShop bobInLine(long apples) {
    return new TracedShop(Protocol.TWO_PHASE_COMMIT)
        .item("apple", apples, 3)
        .user("ann", 100)
        .user("bob", 100)
        .order("o1", "ann", line(2, "apple", 6))
        .order("o2", "bob", line(2, "apple", 6))
        .checkout("c1", "o1")
        .deliver(TwoPhaseMessage.Prepare.class, payment(1))
        .deliver(TwoPhaseMessage.Prepared.class, payment(1))
        .deliver(TwoPhaseMessage.Prepare.class, stock(0))
        .checkout("c2", "o2")
        .deliver(TwoPhaseMessage.Prepare.class, payment(2))
        .deliver(TwoPhaseMessage.Prepared.class, payment(2))
        .deliver(TwoPhaseMessage.Prepare.class, stock(0));
  }
}
