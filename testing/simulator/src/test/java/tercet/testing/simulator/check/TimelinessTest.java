package tercet.testing.simulator.check;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.kernel.Protocol;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.tcc.Held;
import tercet.kernel.transaction.Origin;
import tercet.testing.simulator.world.Violation;

final class TimelinessTest {
  private static final Instant WAKE_AT = Instant.parse("2026-01-01T00:00:01Z");
  private static final Key KEY =
      new Key(RecordKind.PARTICIPATION, new ShardId(Service.STOCK, 0), "1");
  private static final Origin ORIGIN =
      new Origin(new OrderId("1"), new ShardId(Service.ORDER, 0), 1, 1);
  private static final RecordView RECORDS =
      key -> new Held(ORIGIN, List.of(), 0, WAKE_AT.plusSeconds(1), 1, WAKE_AT);

  private final Timeliness timeliness =
      new Timeliness(Promised.of(Protocol.TCC), (records, input, now) -> {});

  @Test
  void recordThatIsDecidedBeforeItsTimeIsFound() {
    Input woken = new Input.TimerFired(KEY, false);
    assertThrows(Violation.class, () -> timeliness.decides(RECORDS, woken, WAKE_AT.minusMillis(1)));
    assertDoesNotThrow(() -> timeliness.decides(RECORDS, woken, WAKE_AT));
  }

  @Test
  void recordMayBeWokenAheadOfItsTimeIfItsNodeKnowsWhy() {
    Input ahead = new Input.TimerFired(KEY, true);
    assertDoesNotThrow(() -> timeliness.decides(RECORDS, ahead, WAKE_AT.minusMillis(1)));
  }
}
