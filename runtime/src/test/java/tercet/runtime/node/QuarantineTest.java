package tercet.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.kernel.decision.Finding;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;

final class QuarantineTest {
  private static final Finding FINDING =
      new Finding(
          new TransactionId("t1"),
          new OrderId("o1"),
          new ShardId(Service.ORDER, 3),
          1,
          2,
          new ShardId(Service.PAYMENT, 5),
          Finding.Reason.RECORDS_OLDER);

  @Test
  void everyQuestionIsCountedAndTheSentenceNamesTheRecords() {
    Quarantine quarantine = new Quarantine(InstantSource.system());
    quarantine.add(FINDING);
    quarantine.add(FINDING);
    assertEquals(2, quarantine.count());
    assertEquals(
        List.of(FINDING), quarantine.doubts().stream().map(Doubt::finding).toList(), "once");
    assertEquals(
        "Quarantined: PAYMENT/5 asks ORDER/3 for the outcome of transaction t1 of order o1. It"
            + " cannot be told: the order's records are older than the transaction: their store"
            + " was restored or emptied. Nothing was sent and nothing changed; the amounts that"
            + " PAYMENT/5 has set aside stay set aside. Bring back the records of ORDER/3, or"
            + " settle it: see docs/operate/quarantine.md.",
        Quarantine.sentence(FINDING));
  }

  @Test
  void settledTransactionIsForgotten() {
    Quarantine quarantine = new Quarantine(InstantSource.system());
    quarantine.add(FINDING);
    quarantine.forget(new TransactionId("another"));
    assertEquals(1, quarantine.doubts().size());
    quarantine.forget(FINDING.transaction());
    assertEquals(List.of(), quarantine.doubts());
    assertEquals(1, quarantine.count());
  }
}
