package tercet.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.command.Command;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Amount;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.order.Order;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.tcc.TccMessage;
import tercet.runtime.Eventually;
import tercet.runtime.Scene;
import tercet.runtime.store.HeapStore;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.RecordingTransport;

@Timeout(60)
final class LaneThreadTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final LaneSettings SETTINGS = new LaneSettings(4_096, 256, false);

  private final HeapStore store = new HeapStore(true);
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  /** A wakeup that gets lost costs half a second, until the thread looks at its timers. */
  @Test
  void idleThreadWakesUpAtOnce() throws InterruptedException {
    Scene.fill(store);
    Semaphore answered = new Semaphore(0);
    Lane lane = lane(new RecordingTransport(envelope -> answered.release()));
    int slow = 0;
    try (LaneThread thread = new LaneThread("lane", lane, CLOCK, failures::add)) {
      thread.start();
      for (int round = 0; round < 2_000; round++) {
        long start = System.nanoTime();
        assertTrue(thread.offer(credit("c" + round)));
        assertTrue(answered.tryAcquire(20, TimeUnit.SECONDS));
        if (System.nanoTime() - start > Duration.ofMillis(450).toNanos()) {
          slow++;
        }
      }
    }
    assertTrue(slow < 3, slow + " of 2,000 wakeups were slow");
    assertEquals(2_100, Scene.amount(store, Scene.ANN));
    assertEquals(List.of(), failures);
  }

  @Test
  void closeDecidesWhatIsWaiting() {
    Scene.fill(store);
    RecordingTransport transport = new RecordingTransport();
    LaneThread thread = new LaneThread("lane", lane(transport), CLOCK, failures::add);
    for (int number = 0; number < 1_000; number++) {
      assertTrue(thread.offer(credit("c" + number)));
    }
    thread.start();
    thread.close();
    assertEquals(1_000, transport.replies().size());
    assertEquals(1_100, Scene.amount(store, Scene.ANN));
  }

  @Test
  void closeOfAnIdleThreadReturns() {
    for (int round = 0; round < 100; round++) {
      LaneThread thread =
          new LaneThread("lane", lane(new RecordingTransport()), CLOCK, failures::add);
      thread.start();
      thread.close();
    }
    LaneThread neverStarted =
        new LaneThread("lane", lane(new RecordingTransport()), CLOCK, failures::add);
    neverStarted.close();
    assertEquals(List.of(), failures);
  }

  @Test
  void threadWakesUpForOpenRecordsByItself() {
    Scene.fill(store);
    AtomicReference<LaneThread> loop = new AtomicReference<>();
    Semaphore lost = new Semaphore(3);
    RecordingTransport lossy =
        new RecordingTransport(envelope -> {
          if (envelope instanceof Envelope.ToShard message && !lost.tryAcquire()) {
            loop.get().offer(message.input());
          }
        });
    try (LaneThread thread = new LaneThread("lane", lane(lossy), CLOCK, failures::add)) {
      loop.set(thread);
      thread.start();
      Instant now = CLOCK.instant();
      thread.offer(
          new Request(
              Scene.SHARDS.of(Scene.O1),
              new CommandId("c1", false),
              new Command.Checkout(Scene.O1, now.plusSeconds(30)),
              new ReplyAddress("node", 1),
              now.plusSeconds(30),
              now.plusSeconds(60)));
      Eventually.until("all debits were sent again", () -> lossy.replies().size() == 1);
    }
    assertInstanceOf(Order.Paid.class, store.find(Scene.key(Scene.O1)));
    assertEquals(List.of(), failures);
  }

  /** A commit for each would take two thousand; the sum of all waits is far above the time. */
  @Test
  void messagesThatAreNotUrgentShareCommits() {
    Scene.fill(store);
    Lane lane = lane(new RecordingTransport());
    try (LaneThread thread = new LaneThread("lane", lane, CLOCK, failures::add)) {
      thread.start();
      long start = System.nanoTime();
      for (int number = 0; number < 2_000; number++) {
        assertTrue(thread.offer(confirm(number)));
        LockSupport.parkNanos(10_000);
      }
      Eventually.until("all are decided", thread.settled());
      long waits = Duration.ofNanos(System.nanoTime() - start).dividedBy(UnhurriedInputs.WAIT_MAX);
      long commits = lane.statistics().commits();
      assertTrue(commits <= waits + 2, commits + " commits in " + waits + " times of waiting");
      assertEquals(2_000, lane.statistics().decided());
    }
    assertEquals(List.of(), failures);
  }

  @Test
  void urgentInputTakesThoseAlongThatWait() throws InterruptedException {
    Scene.fill(store);
    Semaphore answered = new Semaphore(0);
    Lane lane = lane(new RecordingTransport(envelope -> answered.release()));
    try (LaneThread thread = new LaneThread("lane", lane, CLOCK, failures::add)) {
      for (int number = 0; number < 10; number++) {
        assertTrue(thread.offer(confirm(number)));
      }
      assertTrue(thread.offer(credit("c")));
      thread.start();
      assertTrue(answered.tryAcquire(20, TimeUnit.SECONDS));
      assertEquals(11, lane.statistics().decided());
      assertEquals(1, lane.statistics().commits());
    }
  }

  private static Message confirm(int number) {
    return new TccMessage.Confirm(
        new TransactionId("t" + number), Scene.O1, Scene.SHARDS.of(Scene.ANN), CLOCK.instant());
  }

  @Test
  void failureEndsTheThreadAndIsHeardOnce() {
    Scene.fill(store);
    store.fail(HeapStore.Failure.AFTER_COMMIT, 0);
    RecordingTransport transport = new RecordingTransport();
    try (LaneThread thread = new LaneThread("lane", lane(transport), CLOCK, failures::add)) {
      thread.start();
      thread.offer(credit("c1"));
      thread.offer(credit("c2"));
      Eventually.until("the failure is heard", () -> !failures.isEmpty());
    }
    assertEquals(1, failures.size());
    assertInstanceOf(StoreFailedException.class, failures.getFirst());
    assertEquals(List.of(), transport.sent());
  }

  @Test
  void whoHearsOfTheFailureMayCloseTheThread() {
    Scene.fill(store);
    store.fail(HeapStore.Failure.BEFORE_COMMIT, 0);
    AtomicReference<LaneThread> itself = new AtomicReference<>();
    Semaphore closed = new Semaphore(0);
    LaneThread thread =
        new LaneThread(
            "lane",
            lane(new RecordingTransport()),
            CLOCK,
            failure -> {
              itself.get().close();
              closed.release();
            });
    itself.set(thread);
    thread.start();
    thread.offer(credit("c1"));
    Eventually.until("close returns", closed::tryAcquire);
  }

  private Lane lane(RecordingTransport transport) {
    return new Lane(
        Set.copyOf(Scene.SHARDS.all()),
        Scene.kernel(StepOrder.PARALLEL),
        store,
        transport,
        CLOCK,
        SETTINGS,
        (input, subject, bug) -> failures.add(bug));
  }

  private static Request credit(String client) {
    Instant now = CLOCK.instant();
    return new Request(
        Scene.SHARDS.of(Scene.ANN),
        new CommandId(client, false),
        new Command.Credit(Scene.ANN, new Amount(1)),
        new ReplyAddress("node", 1),
        now.plusSeconds(30),
        now.plusSeconds(60));
  }
}
