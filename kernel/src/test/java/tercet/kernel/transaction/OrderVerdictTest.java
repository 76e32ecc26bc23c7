package tercet.kernel.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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

/** The answer of an order whose store was restored from a backup. */
final class OrderVerdictTest {
  private static final ShardId SHARD = new Shards(1).of(Service.ORDER).getFirst();
  private static final TransactionId TRANSACTION = new TransactionId("t");
  private static final Order.Unpaid UNPAID = new Order.Unpaid(new UserId("u"), List.of(), 7);

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

  private static OrderVerdict verdict(Order order, long begun, boolean mayLose) {
    Origin origin = new Origin(new OrderId("o"), SHARD, 7, begun);
    return OrderVerdict.of(new Restored(order), TRANSACTION, origin, mayLose);
  }

  @Test
  void transactionThatTheBackupMayLackIsNotGivenBack() {
    OrderVerdict.Undecidable older = new OrderVerdict.Undecidable(Finding.Reason.RECORDS_OLDER);
    assertEquals(older, verdict(UNPAID, 1, false));
    assertEquals(older, verdict(UNPAID, 1_001, false));
  }

  @Test
  void orderThatTheBackupHasAsPaidIsPaid() {
    assertEquals(
        OrderVerdict.PAID, verdict(UNPAID.paidBy(TRANSACTION, Order.TIME_UNKNOWN), 1, false));
  }

  @Test
  void transactionThatBeganAfterTheRestoreIsDecided() {
    assertEquals(OrderVerdict.NOT_PAID, verdict(UNPAID, 1_002, false));
  }

  /** Participants report what they have done, and follow the order. */
  @Test
  void storeThatMayLoseCommitsAnywayDecides() {
    assertEquals(OrderVerdict.NOT_PAID, verdict(UNPAID, 1, true));
  }
}
