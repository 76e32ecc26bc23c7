package tercet.kernel.refund;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.TransactionSettings;

/** A participant has given back, and the order's records were restored from a backup. */
final class RestoredOrderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Shards SHARDS = new Shards(1);
  private static final ShardId ORDER = SHARDS.of(Service.ORDER).getFirst();
  private static final ShardId PAYMENT = SHARDS.of(Service.PAYMENT).getFirst();
  private static final TransactionId PAYING = new TransactionId("t");
  private static final Order.Paid PAID =
      new Order.Unpaid(new UserId("u"), List.of(), 7).paidBy(PAYING, Order.TIME_UNKNOWN);
  private static final TransactionSettings SETTINGS =
      new TransactionSettings(
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          Duration.ofMillis(200),
          Duration.ofSeconds(2));

  /** Opened for the 1,002nd time; commits of the openings 1 to 1,001 may be missing. */
  private record Restored(Order order) implements RecordView {
    @Override
    public @Nullable StoredRecord get(Key key) {
      return key.kind() == RecordKind.ORDER ? order : null;
    }

    @Override
    public long incarnation() {
      return 1_002;
    }

    @Override
    public boolean mayLack(long begun) {
      return begun <= 1_001;
    }
  }

  private static Decision said(Order order, long begun, TransactionSettings settings) {
    RefundMessage.GivenBack said =
        new RefundMessage.GivenBack(
            PAID.cancelled(Order.TIME_UNKNOWN).refund(),
            new Origin(new OrderId("o"), ORDER, 7, begun),
            PAYMENT,
            false);
    return new RefundCoordinator(SHARDS, settings).givenBack(new Restored(order), said, NOW);
  }

  /** Its participant would forget that it has given back, and do so again. */
  @Test
  void refundThatTheBackupMayLackIsNotClosed() {
    for (long begun : List.of(1L, 1_001L, 1_003L)) {
      Decision decision = said(PAID, begun, SETTINGS);
      assertEquals(List.of(), decision.messages());
      assertEquals(Finding.Reason.RECORDS_OLDER, decision.findings().getFirst().reason());
    }
  }

  @Test
  void refundThatTheOrderNamesIsClosed() {
    assertClosed(said(PAID.cancelled(Order.TIME_UNKNOWN), 1, SETTINGS));
  }

  @Test
  void refundThatBeganAfterTheRestoreIsClosed() {
    assertClosed(said(PAID, 1_002, SETTINGS));
  }

  /** Its orders are compared with what participants report. */
  @Test
  void storeThatMayLoseCommitsAnywayCloses() {
    assertClosed(said(PAID, 1, SETTINGS.losing(Duration.ofSeconds(1))));
  }

  private static void assertClosed(Decision decision) {
    assertEquals(List.of(), decision.findings());
    assertInstanceOf(RefundMessage.Closed.class, decision.messages().getFirst());
  }
}
