package tercet.kernel.refund;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.TransactionSettings;

/** An operator wakes a record of a refund while its store may still lose it. */
final class EarlyWakeTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant EARLY = START.plusMillis(10);

  private static final TransactionSettings LOSING =
      new TransactionSettings(
              Duration.ofSeconds(2),
              Duration.ofMillis(500),
              Duration.ofMillis(200),
              Duration.ofSeconds(2))
          .losing(Duration.ofSeconds(1));

  private static final Instant LASTING = LOSING.lastingAt(START);
  private static final ShardId ORDER = new ShardId(Service.ORDER, 0);
  private static final ShardId STOCK = new ShardId(Service.STOCK, 0);

  private static final Transaction REFUND =
      new Transaction(
          new TransactionId("t1.refund"),
          new OrderId("o1"),
          1,
          1,
          START.plusSeconds(5),
          List.of(new Branch(STOCK, List.of(new Debit(new ItemId("apple"), new Amount(2))))));

  @Test
  void participantSaysOnlyWhatItsStoreCannotLose() {
    RefundParticipant participant = new RefundParticipant(LOSING);
    Key key = Key.participation(REFUND.id(), STOCK);
    Refunded young = new Refunded(REFUND.origin(ORDER), START, 0, LASTING);
    assertStays(key, young, participant.wake(key, young, EARLY));
    assertEquals(
        List.of(new RefundMessage.GivenBack(REFUND.id(), REFUND.origin(ORDER), STOCK, false)),
        participant.wake(key, young, LASTING).messages());
  }

  @Test
  void nothingIsGivenBackForACancellationThatMayBeLost() {
    RefundCoordinator coordinator = new RefundCoordinator(new Shards(1), LOSING);
    Key key = Key.participation(REFUND.id(), ORDER);
    Refunding begun =
        new Refunding(
            REFUND, List.of(), List.of(STOCK), List.of(), START.plusSeconds(60), START, 0, LASTING);
    assertStays(key, begun, coordinator.wake(key, begun, EARLY));
    assertEquals(1, coordinator.wake(key, begun, LASTING).messages().size());
  }

  private static void assertStays(Key key, StoredRecord stored, Decision decision) {
    assertEquals(List.of(), decision.messages());
    assertEquals(List.of(new Decision.Change(key, stored)), decision.changes());
  }
}
