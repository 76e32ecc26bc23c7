package tercet.transport.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final AtomicLong settled = new AtomicLong();

  @Test
  void nothingBehindAnUndecidedMessageIsCommitted() {
    Progress progress = new Progress(5);
    handOver(progress, 5);
    handOver(progress, 6);
    assertEquals(5, progress.decided());
    assertFalse(progress.isAhead());
    settled.set(5);
    assertEquals(6, progress.decided());
    settled.set(6);
    assertEquals(7, progress.decided());
  }

  @Test
  void offsetsThatKafkaLeavesOutAreNotWaitedFor() {
    Progress progress = new Progress(0);
    handOver(progress, 7);
    settled.set(7);
    assertEquals(8, progress.decided());
  }

  @Test
  void partitionThatWasMadeAnewIsCommittedFromItsBeginning() {
    Progress progress = new Progress(1_000);
    progress.committed(1_000);
    settled.set(3);
    handOver(progress, 3);
    assertEquals(4, progress.decided());
    assertTrue(progress.isAhead());
  }

  @Test
  void commitThatFailedIsStillDue() {
    Progress progress = new Progress(0);
    handOver(progress, 0);
    assertTrue(progress.isAhead());
    assertTrue(progress.isAhead());
    progress.committed(1);
    assertFalse(progress.isAhead());
  }

  @Test
  void manyUndecidedMessagesNeedNoMoreMemory() {
    Progress progress = new Progress(0, 2);
    settled.set(-1);
    for (int offset = 0; offset < 100; offset++) {
      handOver(progress, offset);
    }
    settled.set(98);
    assertEquals(1, progress.decided()); // the rest counts as one
    settled.set(99);
    assertEquals(100, progress.decided());
  }

  private void handOver(Progress progress, long offset) {
    progress.handed(offset, () -> settled.get() >= offset);
  }
}
