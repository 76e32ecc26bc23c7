package tercet.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static tercet.runtime.Scene.START;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tercet.kernel.decision.Input;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;

final class TimersTest {
  private static final ShardId SHARD = new ShardId(Service.ORDER, 0);
  private static final Key A = new Key(RecordKind.TRANSACTION, SHARD, "a");
  private static final Key B = new Key(RecordKind.TRANSACTION, SHARD, "b");
  private static final Key C = new Key(RecordKind.PARTICIPATION, SHARD, "c");

  private final Timers timers = new Timers();

  @Test
  void nothingIsDueAtFirst() {
    assertNull(timers.next());
    assertEquals(List.of(), due(START, 10));
  }

  @Test
  void keysAreDueAtTheirTimesTheEarliestFirst() {
    timers.set(A, at(30));
    timers.set(B, at(10));
    timers.set(C, at(20));
    assertEquals(at(10), timers.next());
    assertEquals(List.of(), due(at(9), 10));
    assertEquals(wakeups(B, C), due(at(20), 10));
    assertEquals(at(30), timers.next());
    assertEquals(wakeups(A), due(at(1_000), 10));
    assertNull(timers.next());
  }

  @Test
  void keysOfOneTimeAreDueInTheOrderInWhichTheyWereSet() {
    timers.set(C, at(5));
    timers.set(A, at(5));
    timers.set(B, at(5));
    assertEquals(wakeups(C, A, B), due(at(5), 10));
  }

  @Test
  void noMoreAreTakenThanAskedFor() {
    timers.set(A, at(1));
    timers.set(B, at(2));
    timers.set(C, at(3));
    assertEquals(List.of(), due(at(5), 0));
    assertEquals(wakeups(A, B), due(at(5), 2));
    assertEquals(wakeups(C), due(at(5), 2));
  }

  @Test
  void keyHasOneTimeTheLastThatWasSet() {
    timers.set(A, at(10));
    timers.set(A, at(20));
    assertEquals(at(20), timers.next());
    assertEquals(List.of(), due(at(19), 10));
    assertEquals(wakeups(A), due(at(20), 10));

    timers.set(A, at(40));
    timers.set(A, at(30));
    assertEquals(wakeups(A), due(at(35), 10));
    assertEquals(List.of(), due(at(50), 10));
  }

  @Test
  void cancelledKeyIsNotDue() {
    timers.set(A, at(10));
    timers.set(B, at(20));
    timers.cancel(A);
    timers.cancel(C);
    assertEquals(at(20), timers.next());
    assertEquals(wakeups(B), due(at(50), 10));
  }

  @Test
  void keyCanBeSetAgainAfterItWasCancelledOrDue() {
    timers.set(A, at(10));
    timers.cancel(A);
    timers.set(A, at(15));
    assertEquals(wakeups(A), due(at(15), 10));
    timers.set(A, at(20));
    assertEquals(wakeups(A), due(at(20), 10));
  }

  @Test
  void openTransactionsAreCounted() {
    timers.set(A, at(10));
    timers.set(A, at(20));
    timers.set(B, at(10));
    timers.set(C, at(10));
    assertEquals(2, timers.transactions());
    timers.cancel(A);
    timers.cancel(A);
    assertEquals(1, timers.transactions());
    assertEquals(wakeups(B, C), due(at(10), 10));
    assertEquals(0, timers.transactions());
  }

  @Test
  void manyCancelledTimersLeaveTheOthersInPlace() {
    for (int number = 0; number < 5_000; number++) {
      Key key = new Key(RecordKind.TRANSACTION, SHARD, "cancelled" + number);
      timers.set(key, at(10));
      timers.cancel(key);
    }
    timers.set(A, at(20));
    timers.set(B, at(10));
    assertEquals(2, timers.transactions());
    assertEquals(wakeups(B, A), due(at(20), 10));
  }

  private List<Input.TimerFired> due(Instant now, int max) {
    List<Input.TimerFired> due = new ArrayList<>();
    timers.due(now, max, shard -> true, due);
    return due;
  }

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  private static List<Input.TimerFired> wakeups(Key... keys) {
    return Stream.of(keys).map(Input.TimerFired::new).toList();
  }
}
