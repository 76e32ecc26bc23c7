package tercet.server.failpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.transaction.Tombstone;

final class FailpointNamesTest {
  @Test
  void everyRecordAndMessageHasANameOfItsOwn() {
    assertEquals(leaves(StoredRecord.class).size(), new HashSet<>(FailpointNames.records()).size());
    assertEquals(leaves(Message.class).size(), new HashSet<>(FailpointNames.messages()).size());
  }

  @Test
  void everyNameCanBeGiven() {
    FailpointNames.records().forEach(name -> Failpoint.parse("before-commit:" + name));
    FailpointNames.messages().forEach(name -> Failpoint.parse("after-send:" + name + ":20:pause"));
  }

  @Test
  void nameThatNothingHasIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> Failpoint.parse("before-commit:saga.Undoing"));
    assertThrows(IllegalArgumentException.class, () -> Failpoint.parse("after-send:order.Paid"));
  }

  @Test
  void recordIsCalledByItsName() {
    assertEquals("transaction.Settled", FailpointNames.of(new Tombstone.Settled(Instant.EPOCH)));
  }

  private static Set<Class<?>> leaves(Class<?> type) {
    if (!type.isSealed()) {
      return Set.of(type);
    }
    Set<Class<?>> leaves = new HashSet<>();
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      leaves.addAll(leaves(permitted));
    }
    return leaves;
  }
}
