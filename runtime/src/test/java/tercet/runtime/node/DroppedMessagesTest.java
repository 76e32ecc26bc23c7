package tercet.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.id.TransactionId;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.tcc.TccMessage;
import tercet.runtime.Scene;
import tercet.runtime.mailbox.LaneSettings;
import tercet.runtime.store.HeapStore;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.InProcessTransport;

@Timeout(60)
final class DroppedMessagesTest {
  private static final InstantSource CLOCK = InstantSource.system();

  /** They were taken; the mailbox is full when the few milliseconds are over. */
  @Test
  void messagesThatWaitForOthersAndThenFindNoRoomAreCounted() {
    HeapStore store = new HeapStore(true);
    Scene.fill(store);
    List<Throwable> failures = new ArrayList<>();
    Node node =
        new Node(
            Set.copyOf(Scene.SHARDS.all()),
            1,
            new LaneSettings(4, 1, false),
            Scene.kernel(StepOrder.PARALLEL),
            store,
            new InProcessTransport(),
            CLOCK,
            answer -> {},
            failures::add);
    for (int number = 0; number < 10; number++) {
      assertTrue(node.receive(new Envelope.ToShard(confirm(number))));
    }
    assertEquals(0, node.dropped());
    node.start();
    node.close();
    assertEquals(4, node.statistics().decided());
    assertEquals(6, node.dropped());
    assertEquals(List.of(), failures);
  }

  private static TccMessage.Confirm confirm(int number) {
    return new TccMessage.Confirm(
        new TransactionId("t" + number), Scene.O1, Scene.SHARDS.of(Scene.ANN), CLOCK.instant());
  }
}
