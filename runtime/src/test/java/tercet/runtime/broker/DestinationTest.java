package tercet.runtime.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Answer;
import tercet.kernel.command.ReplyAddress;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.transport.Envelope;

final class DestinationTest {
  private static final BrokerSettings SETTINGS = BrokerSettings.DEFAULTS;
  private static final Recipient TO_A = new Recipient.Node("a");

  private final EnvelopeBatch.Writer batch =
      new EnvelopeBatch.Writer("self", InstantSource.system());
  private final Destination destination = new Destination(TO_A, SETTINGS);

  private void add(long at) {
    Envelope envelope = new Envelope.ToNode(new ReplyAddress("a", 1), new Answer.Done());
    assertTrue(destination.add(new Destination.Waiting(TO_A, envelope, at)));
  }

  @Test
  void soManyMessagesAreUnderWayAtTheMost() {
    for (int number = 0; number < SETTINGS.underWayMax(); number++) {
      add(0);
      assertTrue(destination.isDue(0));
      assertNotNull(destination.take(0, batch));
    }
    add(0);
    assertFalse(destination.isDue(0));
    destination.taken();
    assertTrue(destination.isDue(0));
  }

  /** A message says when it was sent, so what has waited long would look young. */
  @Test
  void envelopeThatHasWaitedTooLongIsNotSent() {
    long limit = SETTINGS.waitMax().toNanos();
    add(0);
    assertNull(destination.take(limit + 1, batch));
    assertEquals(1, destination.takeDropped());
    add(0);
    add(limit);
    Destination.Message message = destination.take(limit + 1, batch);
    assertNotNull(message);
    assertEquals(1, message.count());
    assertEquals(1, destination.takeDropped());
    assertEquals(0, destination.takeDropped());
  }

  @Test
  void pausesAfterFailuresGrowAndEndWithASuccess() {
    add(0);
    assertNotNull(destination.take(0, batch));
    long now = 0;
    Duration pause = SETTINGS.retryMin();
    for (int failure = 0; failure < 10; failure++) {
      destination.failed(now);
      assertEquals(pause.toNanos(), destination.nanosUntilRetry(now));
      assertFalse(destination.isDue(now + pause.toNanos() - 1));
      now += pause.toNanos();
      assertTrue(destination.isDue(now));
      assertNotNull(destination.take(now, batch)); // with nothing in it
      pause = min(pause.multipliedBy(2), SETTINGS.retryMax());
    }
    destination.taken();
    assertFalse(destination.isFailing());
    assertFalse(destination.isDue(now));
    destination.sign();
    assertNotNull(destination.take(now, batch));
    destination.failed(now);
    assertEquals(SETTINGS.retryMin().toNanos(), destination.nanosUntilRetry(now));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Test
  void itIsTriedAgainWhenTheLastMessageUnderWayHasFailed() {
    add(0);
    assertNotNull(destination.take(0, batch));
    add(0);
    assertNotNull(destination.take(0, batch));
    destination.failed(0);
    assertFalse(destination.isDue(Long.MAX_VALUE));
    destination.failed(5);
    assertTrue(destination.isDue(5 + SETTINGS.retryMin().toNanos()));
  }

  @Test
  void messageThatSucceedsBesideOneThatFailsEndsTheFailure() {
    add(0);
    assertNotNull(destination.take(0, batch));
    add(0);
    assertNotNull(destination.take(0, batch));
    destination.failed(0);
    destination.taken();
    assertFalse(destination.isFailing());
  }
}
