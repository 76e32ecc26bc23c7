package tercet.runtime.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
          Duration.ofSeconds(2),
          Duration.ofMillis(250),
          Duration.ofMillis(1_500),
          Duration.ofMillis(1),
          Duration.ofMillis(1),
          Duration.ofMillis(1));
  private static final Recipient TO_A = new Recipient.Node("a");
  private static final Recipient TO_B = new Recipient.Node("b");

  private final HeapBroker broker = new HeapBroker();
  private final AtomicInteger failures = new AtomicInteger();
  private final Outbox outbox =
      new Outbox(
          0,
          "self",
          broker,
          SETTINGS,
          InstantSource.system(),
          List.of(new Recipient.AllNodes()),
          new Outbox.Listener() {
            @Override
            public void taken() {}

            @Override
            public void failed(IOException why) {
              failures.incrementAndGet();
            }
          });

  @BeforeEach
  void start() {
    outbox.start();
  }

  @AfterEach
  void close() {
    broker.open();
    outbox.close();
  }

  @Test
  void envelopesThatWaitTravelTogetherInOneMessageForEachRecipient() {
    broker.shut();
    outbox.send(TO_A, answer(1));
    Eventually.until("the first round is under way", () -> broker.attempts() == 1);
    outbox.send(TO_A, answer(2));
    outbox.send(TO_B, answer(3));
    outbox.send(TO_A, answer(4));
    broker.open();
    Eventually.until("all are taken", () -> outbox.sent() == 4);
    List<List<Parcel>> rounds = broker.rounds();
    assertEquals(2, rounds.size());
    assertEquals(List.of(TO_A, TO_B), rounds.get(1).stream().map(Parcel::to).toList());
    assertEquals(2, count(rounds.get(1).getFirst()));
    assertEquals(1, count(rounds.get(1).getLast()));
    assertEquals(3, outbox.messages());
  }

  @Test
  void roundHasSoManyEnvelopesAtTheMost() {
    broker.shut();
    outbox.send(TO_A, answer(0));
    Eventually.until("the first round is under way", () -> broker.attempts() == 1);
    for (int number = 1; number <= 6; number++) {
      outbox.send(TO_A, answer(number));
    }
    broker.open();
    Eventually.until("all are taken", () -> outbox.sent() == 7);
    assertEquals(List.of(1, 4, 2), broker.rounds().stream().map(r -> count(r.getFirst())).toList());
  }

  @Test
  void envelopesThatFindTheQueueFullAreDroppedAndCounted() {
    broker.shut();
    outbox.send(TO_A, answer(0));
    Eventually.until("the first round is under way", () -> broker.attempts() == 1);
    for (int number = 0; number < QUEUE + 5; number++) {
      outbox.send(TO_A, answer(number));
    }
    assertEquals(5, outbox.full());
    assertEquals(QUEUE, outbox.waiting());
  }

  /** They would look young when the broker is back. */
  @Test
  void envelopesThatWaitWhileTheBrokerTakesNothingAreDropped() {
    broker.shut();
    broker.refuse(true);
    outbox.send(TO_A, answer(0));
    Eventually.until("the first round is under way", () -> broker.attempts() == 1);
    outbox.send(TO_A, answer(1));
    outbox.send(TO_A, answer(2));
    broker.open();
    Eventually.until("all three are lost", () -> outbox.lost() == 3);
    assertEquals(1, failures.get());
    broker.refuse(false);
    outbox.send(TO_A, answer(3));
    Eventually.until("the next one is taken", () -> outbox.sent() == 1);
  }

  @Test
  void signOfLifeIsAMessageWithNothingInIt() {
    outbox.sign();
    Eventually.until("it is taken", () -> outbox.messages() == 1);
    Parcel sign = broker.rounds().getFirst().getFirst();
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
