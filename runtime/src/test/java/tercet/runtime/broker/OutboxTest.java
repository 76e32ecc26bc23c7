package tercet.runtime.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Answer;
import tercet.kernel.command.ReplyAddress;
import tercet.runtime.Eventually;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.transport.Envelope;

final class OutboxTest {
  private static final int QUEUE = 8;
  private static final BrokerSettings SETTINGS =
      new BrokerSettings(
          QUEUE,
          4,
          1,
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofMillis(250),
          Duration.ofMillis(1_500),
          Duration.ofMillis(1),
          Duration.ofMillis(1),
          Duration.ofMillis(1));
  private static final Recipient TO_A = new Recipient.Node("a");
  private static final Recipient TO_B = new Recipient.Node("b");

  private final HeapBroker broker = new HeapBroker();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Outbox outbox =
      new Outbox(
          "self",
          broker,
          SETTINGS,
          InstantSource.system(),
          new Outbox.Listener() {
            @Override
            public void fails(Recipient to, IOException why) {
              heard.add(to + " fails: " + why.getMessage());
            }

            @Override
            public void works(Recipient to) {
              heard.add(to + " works");
            }
          });

  @BeforeEach
  void start() {
    outbox.start();
  }

  @AfterEach
  void close() {
    outbox.close();
  }

  private void shutA() {
    broker.shut(TO_A);
    outbox.send(TO_A, answer(0));
    Eventually.until("the first message is under way", () -> broker.attempts() == 1);
  }

  @Test
  void envelopesThatWaitTravelTogether() {
    shutA();
    for (int number = 1; number <= 6; number++) {
      outbox.send(TO_A, answer(number));
    }
    Eventually.until("all wait", () -> outbox.waiting() == 6);
    broker.open(TO_A);
    Eventually.until("all are taken", () -> outbox.sent() == 7);
    assertEquals(List.of(1, 4, 2), broker.taken().stream().map(OutboxTest::count).toList());
    assertEquals(3, outbox.messages());
  }

  /** Its part of the broker may be dead. */
  @Test
  void recipientForWhichTheBrokerSaysNothingDelaysNoOther() {
    shutA();
    outbox.send(TO_A, answer(1));
    outbox.send(TO_B, answer(2));
    Eventually.until("the other's is taken", () -> outbox.sent() == 1);
    assertEquals(List.of(TO_B), broker.taken().stream().map(Parcel::to).toList());
    broker.open(TO_A);
    Eventually.until("all are taken", () -> outbox.sent() == 3);
  }

  @Test
  void envelopesThatFindNoRoomAreDroppedAndCountedAndOthersHaveRoom() {
    shutA();
    for (int number = 1; number <= QUEUE + 5; number++) {
      outbox.send(TO_A, answer(number));
    }
    Eventually.until(
        "all have found a place or none",
        () -> outbox.waiting() <= QUEUE && outbox.waiting() + outbox.full() == QUEUE + 5);
    Eventually.until(
        "another recipient's is taken",
        () -> {
          outbox.send(TO_B, answer(99));
          return outbox.sent() > 0;
        });
  }

  @Test
  void envelopesThatWaitForAMessageThatFailsAreLost() {
    broker.refuse(TO_A);
    shutA();
    outbox.send(TO_A, answer(1));
    outbox.send(TO_A, answer(2));
    Eventually.until("both wait", () -> outbox.waiting() == 2);
    broker.open(TO_A);
    Eventually.until("all three are lost", () -> outbox.lost() == 3);
    assertTrue(outbox.isFailing(TO_A));
    assertFalse(outbox.isFailing(TO_B));
    outbox.send(TO_A, answer(3));
    Eventually.until("what comes meanwhile is lost", () -> outbox.lost() == 4);
  }

  /** No envelope is at hand to try with: upper layers keep back what cannot be sent. */
  @Test
  void recipientThatFailsIsTriedUntilTheBrokerTakesAMessage() {
    broker.refuse(TO_A);
    outbox.send(TO_A, answer(0));
    Eventually.until("it is tried again and again", () -> broker.attempts() > 3);
    broker.takeAgain(TO_A);
    Eventually.until("it works", () -> !outbox.isFailing());
    Eventually.until("that is told", () -> heard.size() == 2);
    assertEquals(List.of("node a fails: refused", "node a works"), heard);
    assertEquals(0, count(broker.taken().getFirst()));
    outbox.send(TO_A, answer(1));
    Eventually.until("the next one is taken", () -> outbox.sent() == 1);
  }

  @Test
  void signOfLifeIsAMessageWithNothingInIt() {
    outbox.sign(new Recipient.AllNodes());
    Eventually.until("it is taken", () -> outbox.messages() == 1);
    Parcel sign = broker.taken().getFirst();
    assertEquals(new Recipient.AllNodes(), sign.to());
    assertEquals(0, count(sign));
    assertTrue(sign.batch().length > 1);
  }

  private static Envelope answer(int number) {
    return new Envelope.ToNode(new ReplyAddress("a", number), new Answer.Done());
  }

  private static int count(Parcel parcel) {
    AtomicInteger envelopes = new AtomicInteger();
    EnvelopeBatch.read(
        parcel.batch(),
        new EnvelopeBatch.Listener() {
          @Override
          public void envelope(Envelope envelope) {
            envelopes.incrementAndGet();
          }

          @Override
          public void malformed(MalformedBytesException why) {
            throw why;
          }
        });
    return envelopes.get();
  }
}
