package tercet.runtime.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.runtime.Scene.ANN;
import static tercet.runtime.Scene.SHARDS;
import static tercet.runtime.Scene.START;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Request;
import tercet.kernel.id.CommandId;
import tercet.runtime.transport.Envelope;

/** When a request is sent, to the nanosecond: nothing here has a thread or a clock. */
final class PendingRequestTest {
  private static final long MILLI = 1_000_000;
  private static final long BEGUN = 7_000_000_000L;
  private static final Duration RESEND_AFTER = Duration.ofMillis(300);
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private static final RequestSettings SETTINGS =
      new RequestSettings(
          2,
          TIMEOUT,
          Duration.ofMillis(500),
          RESEND_AFTER,
          Duration.ofMillis(200),
          Duration.ofMillis(50),
          Duration.ofHours(24),
          Duration.ofHours(1));

  private final RequestRules rules = new RequestRules("node", new IdSource("test"), SETTINGS, true);
  private final RequestTable table = new RequestTable(rules);
  private final Asking request = new Asking();

  private final class Asking extends PendingRequest {
    private int wakes;

    Asking() {
      this(rules);
    }

    Asking(RequestRules rules) {
      super(
          rules,
          rules.begin(START),
          SHARDS.of(ANN),
          new Command.FindBalance(ANN),
          TIMEOUT,
          RESEND_AFTER,
          BEGUN);
    }

    @Override
    protected void wake() {
      wakes++;
    }

    Step after(long millis) {
      return next(BEGUN + millis * MILLI);
    }

    Request sent(long afterMillis) {
      assertEquals(Step.SEND, after(afterMillis));
      return (Request) message(START.plusMillis(afterMillis)).input();
    }
  }

  private void answer(Request sent, Answer answer) {
    table.complete(new Envelope.ToNode(sent.replyTo(), answer));
  }

  @Test
  void requestIsSentAgainAtItsTimeAndGivenUpAtTheEnd() {
    assertTrue(table.open(request));
    Request first = request.sent(0);
    assertEquals(PendingRequest.Step.WAIT, request.after(299));
    assertEquals(BEGUN + 300 * MILLI, request.wakeAt());
    Request second = request.sent(300);
    assertEquals(first.replyTo(), second.replyTo());
    assertEquals(first.retainUntil(), second.retainUntil());
    assertEquals(first.validUntil().plusMillis(300), second.validUntil());
    assertEquals(PendingRequest.Step.WAIT, request.after(599));
    request.sent(600);
    request.sent(900);
    assertEquals(PendingRequest.Step.WAIT, request.after(999));
    assertEquals(PendingRequest.Step.UNKNOWN, request.after(1_000));
  }

  @Test
  void busyShardIsAskedAgainSoonButEachTimeLessSoon() {
    assertTrue(table.open(request));
    List<Long> pauses = new ArrayList<>();
    long now = 0;
    Request sent = request.sent(now);
    for (int times = 0; times < 7; times++) {
      answer(sent, new Answer.Busy());
      assertEquals(PendingRequest.Step.WAIT, request.after(now));
      long pause = (request.wakeAt() - BEGUN) / MILLI - now;
      pauses.add(pause);
      assertEquals(PendingRequest.Step.WAIT, request.after(now + pause - 1));
      now += pause;
      sent = request.sent(now);
    }
    assertEquals(List.of(2L, 4L, 8L, 16L, 32L, 64L, 64L), pauses);
  }

  @Test
  void nothingWasBegunOnlyIfItWasSentOnce() {
    assertTrue(table.open(request));
    answer(request.sent(0), new Answer.Unavailable(false));
    assertEquals(PendingRequest.Step.NOT_BEGUN, request.after(1));

    Asking sentTwice = new Asking();
    assertTrue(table.open(sentTwice));
    sentTwice.sent(0);
    answer(sentTwice.sent(300), new Answer.Unavailable(false));
    assertEquals(PendingRequest.Step.UNKNOWN, sentTwice.after(301));
  }

  /** A batch that came twice, or once more at the next server: the copy may be begun. */
  @Test
  void nothingIsCertainWhereMessagesAreCopied() {
    Asking asking = new Asking(new RequestRules("node", new IdSource("other"), SETTINGS, false));
    assertTrue(table.open(asking));
    answer(asking.sent(0), new Answer.Unavailable(false));
    assertEquals(PendingRequest.Step.UNKNOWN, asking.after(1));
  }

  @Test
  void shardThatMayHaveBegunLeavesItUnknown() {
    assertTrue(table.open(request));
    answer(request.sent(0), new Answer.Unavailable(true));
    assertEquals(PendingRequest.Step.UNKNOWN, request.after(1));
  }

  @Test
  void damagedRecordIsSaid() {
    assertTrue(table.open(request));
    answer(request.sent(0), new Answer.Unreadable());
    assertEquals(PendingRequest.Step.DAMAGED, request.after(1));
  }

  @Test
  void answerCountsAlthoughTheTimeIsOver() {
    assertTrue(table.open(request));
    answer(request.sent(0), new Answer.Done());
    assertEquals(PendingRequest.Step.ANSWERED, request.after(5_000));
    assertEquals(new Answer.Done(), request.answer());
  }

  /** The answers of the first request are kept no longer, so nothing may be sent that needs one. */
  @Test
  void stepOfAKeyedFillIsVoidWhenTheAnswersOfItsKeyMayBeForgotten() {
    CommandContext keyed = new CommandContext(new CommandId("c", true), START.plusSeconds(3));
    CommandContext step = rules.patient(keyed, START).part("0");
    assertEquals(keyed.retainUntil(), step.retainUntil());
    assertEquals(
        START.plusMillis(2_950), rules.validUntil(step.retainUntil(), START.plusSeconds(9)));

    CommandContext unkeyed = rules.patient(rules.begin(START), START);
    assertEquals(START.plusMillis(10_250), unkeyed.retainUntil());
  }

  @Test
  void tableWakesWhatIsDueAndNothingElse() {
    assertTrue(table.open(request));
    request.sent(0);
    table.wakeDue(BEGUN + 299 * MILLI);
    assertEquals(0, request.wakes);
    table.wakeDue(BEGUN + 300 * MILLI);
    assertEquals(1, request.wakes);
  }

  @Test
  void closedRequestHearsNothingAndLeavesRoom() {
    assertTrue(table.open(request));
    Request sent = request.sent(0);
    assertTrue(table.open(new Asking()));
    assertFalse(table.open(new Asking()));
    assertEquals(1, table.refused());
    table.close(request);
    answer(sent, new Answer.Done());
    assertEquals(0, request.wakes);
    assertTrue(table.open(new Asking()));
    assertEquals(2, table.inFlight());
  }
}
