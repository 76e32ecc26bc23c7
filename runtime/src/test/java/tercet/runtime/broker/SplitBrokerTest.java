package tercet.runtime.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;

/** Which broker gets what, and what the fault of one does to the other. */
@Timeout(20)
final class SplitBrokerTest {
  private static final Recipient NODE = new Recipient.Node("front");
  private static final Recipient SHARD = new Recipient.Shard(new ShardId(Service.ORDER, 0));

  private static final class Nothing implements Inbox {
    @Override
    public BooleanSupplier fromShard(ShardId shard, byte[] batch) {
      return () -> true;
    }

    @Override
    public void forNode(byte[] batch) {}
  }

  private final HeapBroker shards = new HeapBroker();
  private final HeapBroker answers = new HeapBroker();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private Parcel parcel(Recipient to) {
    return new Parcel(
        to,
        new byte[0],
        new Parcel.Outcome() {
          @Override
          public void taken() {
            told.add("taken");
          }

          @Override
          public void failed(IOException why) {
            told.add("failed");
          }
        });
  }

  @Test
  void answersGoTheirOwnWay() throws Exception {
    try (SplitBroker both = new SplitBroker(shards, answers)) {
      both.start(new Nothing());
      both.publish(List.of(parcel(NODE), parcel(SHARD), parcel(new Recipient.AllNodes())));
      for (int one = 0; one < 3; one++) {
        assertEquals("taken", told.poll(10, TimeUnit.SECONDS));
      }
    }
    assertEquals(List.of(NODE), answers.taken().stream().map(Parcel::to).toList());
    assertEquals(
        List.of(SHARD, new Recipient.AllNodes()), shards.taken().stream().map(Parcel::to).toList());
  }

  @Test
  void faultOfTheAdapterFailsItsMessagesAndTheNextOnesGo() throws Exception {
    try (SplitBroker both = new SplitBroker(shards, answers)) {
      both.start(new Nothing());
      answers.setBroken(true);
      both.publish(List.of(parcel(NODE)));
      assertEquals("failed", told.poll(10, TimeUnit.SECONDS));
      answers.setBroken(false);
      both.publish(List.of(parcel(NODE)));
      assertEquals("taken", told.poll(10, TimeUnit.SECONDS));
    }
  }
}
