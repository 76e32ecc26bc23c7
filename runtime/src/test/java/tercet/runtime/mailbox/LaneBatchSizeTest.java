package tercet.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static tercet.runtime.Scene.START;
import static tercet.runtime.Scene.credit;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.decision.Request;
import tercet.kernel.saga.StepOrder;
import tercet.runtime.ManualClock;
import tercet.runtime.Scene;
import tercet.runtime.store.DistantStore;
import tercet.runtime.store.HeapStore;
import tercet.runtime.transport.RecordingTransport;

/** How many inputs are committed at once while a store fails to answer, and afterwards. */
@Timeout(60)
final class LaneBatchSizeTest {
  private static final LaneSettings SETTINGS = new LaneSettings(256, 128, false);

  private final ManualClock clock = new ManualClock(START);
  private final RecordingTransport transport = new RecordingTransport();
  private final HeapStore records = new HeapStore(true);
  private final DistantStore store = new DistantStore(records);

  @BeforeEach
  void fill() {
    Scene.fill(records);
  }

  /** The driver gives up a commit that takes long, which looks like a store that is away. */
  @Test
  void batchThatTheStoreDoesNotAnswerInTimeIsDecidedInSmallerOnes() {
    store.answer(3); // keys: a credit needs two
    Lane lane = lane();
    for (int number = 0; number < 4; number++) {
      lane.offer(lasting(credit("c" + number, 1)));
    }
    assertFalse(lane.step());
    for (int look = 0; look < 20 && Scene.amount(records, Scene.ANN) < 104; look++) {
      lookAgain(lane);
    }
    assertEquals(104, Scene.amount(records, Scene.ANN));
    assertEquals(4, transport.replies().size());
  }

  /** After a long outage a batch is not committed one by one. */
  @Test
  void batchesGrowAgainAsSoonAsTheStoreAnswers() {
    Lane lane = lane();
    for (int number = 0; number < 127; number++) {
      lane.offer(lasting(credit("c" + number, 1)));
    }
    store.cut(HeapStore.Failure.BEFORE_COMMIT, 20);
    assertFalse(lane.step());
    boolean answered = false;
    while (!answered) {
      answered = lookAgain(lane);
    }
    assertEquals(227, Scene.amount(records, Scene.ANN));
    assertEquals(7, lane.statistics().commits()); // 1 + 2 + 4 + … + 64
  }

  private boolean lookAgain(Lane lane) {
    Instant next = Objects.requireNonNull(lane.nextWakeup());
    clock.move(Duration.between(clock.instant(), next));
    return lane.step();
  }

  private Request lasting(Request request) {
    return new Request(
        request.to(),
        request.id(),
        request.command(),
        request.replyTo(),
        clock.instant().plusSeconds(30),
        clock.instant().plusSeconds(60));
  }

  private Lane lane() {
    return new Lane(
        Set.copyOf(Scene.SHARDS.all()),
        Scene.kernel(StepOrder.PARALLEL),
        store,
        transport,
        clock,
        SETTINGS,
        (input, subject, bug) -> {
          throw bug;
        });
  }
}
