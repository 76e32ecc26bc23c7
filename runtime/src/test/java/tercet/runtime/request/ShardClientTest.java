package tercet.runtime.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.runtime.Scene.ANN;
import static tercet.runtime.Scene.SHARDS;
import static tercet.runtime.Scene.START;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Reason;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Request;
import tercet.kernel.id.ShardId;
import tercet.runtime.Eventually;
import tercet.runtime.ManualClock;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.RecordingTransport;

@Timeout(60)
final class ShardClientTest {
  private static final ShardId SHARD = SHARDS.of(ANN);
  private static final Command FIND = new Command.FindBalance(ANN);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Answer DONE = new Answer.Done();
  private final ManualClock clock = new ManualClock(START);
  private final RecordingTransport transport = new RecordingTransport();

  @Test
  void answerReachesTheOneWhoAsked() throws Exception {
    ShardClient requests = requests(10, LONG, LONG);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> asked = new ArrayList<>();
      for (int number = 0; number < 10; number++) {
        asked.add(threads.submit(() -> requests.ask(requests.begin(), SHARD, FIND)));
      }
      Eventually.until("all have asked", () -> transport.sent().size() == 10);
      assertEquals(10, requests.inFlight());
      for (Request request : sent()) {
        requests.receive(
            new Envelope.ToNode(request.replyTo(), new Answer.Created(request.id().value())));
      }
      List<String> answers = new ArrayList<>();
      for (Future<Answer> answer : asked) {
        answers.add(((Answer.Created) answer.get()).id());
      }
      assertEquals(10, answers.stream().distinct().count());
      assertEquals(0, requests.inFlight());
    }
  }

  @Test
  void requestSaysHowLongItIsValidAndItsAnswerKept() throws Exception {
    ShardClient requests = requests(10, LONG, LONG);
    answeringAt(1, DONE, requests, requests.begin());
    Request request = sent().getFirst();
    assertEquals(SHARD, request.to());
    assertEquals(FIND, request.command());
    assertEquals("node", request.replyTo().node());
    assertFalse(request.id().keyed());
    assertEquals(START.plusSeconds(2), request.validUntil());
    // Sent once, so remembered as long as it is valid by any clock.
    assertEquals(START.plusMillis(2_500), request.retainUntil());
    assertEquals(START.plusSeconds(5), requests.deadline());
  }

  @Test
  void tooManyInFlightAreRefusedBeforeAnyWork() throws Exception {
    ShardClient requests = requests(3, LONG, LONG);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> asked = new ArrayList<>();
      for (int number = 0; number < 3; number++) {
        asked.add(threads.submit(() -> requests.ask(requests.begin(), SHARD, FIND)));
      }
      Eventually.until("all have asked", () -> transport.sent().size() == 3);
      assertThrows(OverloadedException.class, () -> requests.ask(requests.begin(), SHARD, FIND));
      assertThrows(OverloadedException.class, () -> requests.begin(requests.begin(), "k", "f"));
      assertEquals(3, transport.sent().size());
      assertEquals(2, requests.refused());
      assertEquals(3, requests.inFlight());
      for (Request request : sent()) {
        requests.receive(new Envelope.ToNode(request.replyTo(), DONE));
      }
      for (Future<Answer> answer : asked) {
        assertEquals(DONE, answer.get());
      }
      assertEquals(DONE, answeringAt(4, DONE, requests, requests.begin()));
    }
  }

  @Test
  void whoIsToldThatAShardIsBusyAsksAgainUnderTheSameId() throws Exception {
    ShardClient requests = requests(10, LONG, LONG);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> answer = threads.submit(() -> requests.ask(requests.begin(), SHARD, FIND));
      for (int sent : List.of(1, 2, 3, 4, 5)) {
        Eventually.until("it was sent again", () -> transport.sent().size() == sent);
        clock.move(Duration.ofSeconds(2));
        requests.receive(new Envelope.ToNode(sent().getLast().replyTo(), new Answer.Busy()));
      }
      Eventually.until("it was sent again", () -> transport.sent().size() == 6);
      assertEquals(1, sent().stream().map(Request::id).distinct().count());
      assertEquals(START.plusSeconds(12), sent().getLast().validUntil());
      requests.receive(new Envelope.ToNode(sent().getLast().replyTo(), DONE));
      assertEquals(DONE, answer.get());
    }
  }

  @Test
  void requestIsSentAgainUnderTheSameIdUntilTheAnswerComes() throws Exception {
    ShardClient requests = requests(10, LONG, SHORT);
    CommandContext asking = requests.begin();
    assertEquals(DONE, answeringAt(4, DONE, requests, asking));
    List<Request> sends = sent();
    assertTrue(sends.size() >= 4);
    for (Request send : sends) {
      assertEquals(asking.id(), send.id());
      assertEquals(asking.retainUntil(), send.retainUntil());
      assertEquals(sends.getFirst().replyTo(), send.replyTo());
    }
  }

  @Test
  void requestIsSentOnceIfTheTransportLosesNothing() {
    ShardClient requests = requests(10, SHORT, SHORT);
    assertThrows(NoAnswerException.class, () -> requests.ask(requests.begin(), SHARD, FIND));
    assertEquals(1, transport.sent().size());
  }

  @Test
  void noAnswerInTimeIsSaidAndNothingIsLeftBehind() {
    ShardClient requests = requests(1, SHORT, LONG);
    for (int number = 0; number < 3; number++) {
      assertThrows(NoAnswerException.class, () -> requests.ask(requests.begin(), SHARD, FIND));
      assertEquals(0, requests.inFlight());
    }
    assertEquals(0, requests.refused());
  }

  @Test
  void lateAndRepeatedAnswersAreDropped() throws Exception {
    ShardClient patient = requests(10, LONG, LONG);
    answeringAt(1, DONE, patient, patient.begin());
    ReplyAddress late = sent().getFirst().replyTo();
    patient.receive(new Envelope.ToNode(late, new Answer.Created("late")));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> next = threads.submit(() -> patient.ask(patient.begin(), SHARD, FIND));
      Eventually.until("it has asked", () -> transport.sent().size() == 2);
      patient.receive(new Envelope.ToNode(late, new Answer.Created("late")));
      ReplyAddress address = sent().getLast().replyTo();
      assertNotEquals(late, address);
      patient.receive(new Envelope.ToNode(address, DONE));
      assertEquals(DONE, next.get());
    }
  }

  /** After a crash, recovery answers clients of the process before; numbers begin anew. */
  @Test
  void answersForAnotherNodeAreDropped() throws Exception {
    ShardClient requests = requests(10, LONG, LONG);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> asked = threads.submit(() -> requests.ask(requests.begin(), SHARD, FIND));
      Eventually.until("it has asked", () -> transport.sent().size() == 1);
      ReplyAddress address = sent().getFirst().replyTo();
      requests.receive(
          new Envelope.ToNode(
              new ReplyAddress("node before the crash", address.number()),
              new Answer.Created("of another client")));
      requests.receive(new Envelope.ToNode(address, DONE));
      assertEquals(DONE, asked.get());
    }
  }

  @Test
  void interruptedCallerStopsWaiting() throws Exception {
    ShardClient requests = requests(10, LONG, LONG);
    List<Exception> ends = new ArrayList<>();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                requests.ask(requests.begin(), SHARD, FIND);
              } catch (OverloadedException | NoAnswerException e) {
                ends.add(e);
              }
            });
    Eventually.until("it has asked", () -> transport.sent().size() == 1);
    thread.interrupt();
    thread.join();
    assertEquals(NoAnswerException.class, ends.getFirst().getClass());
    assertEquals(0, requests.inFlight());
  }

  @Test
  void idempotencyKeyStandsForTheCommandThatClaimedIt() throws Exception {
    ShardClient requests = requests(10, LONG, LONG);
    CommandContext asking = claim(requests, new Answer.Claimed("first", START.plusSeconds(60)));
    Request claim = sent().getFirst();
    assertEquals(SHARDS.ofIdempotencyKey("key"), claim.to());
    Instant expiresAt = START.plus(Duration.ofHours(24));
    assertEquals(new Command.Claim("key", "print", "test-0", expiresAt), claim.command());
    assertEquals("first", Objects.requireNonNull(asking).id().value());
    assertTrue(asking.id().keyed());
    // Independent of the node's timeout: another node may have asked with the same key.
    assertEquals(START.plusSeconds(60).plus(Duration.ofHours(1)), asking.retainUntil());
  }

  @Test
  void idempotencyKeyOfAnotherRequestIsNotTaken() throws Exception {
    ShardClient requests = requests(10, LONG, LONG);
    assertNull(claim(requests, new Answer.Refused(Reason.IDEMPOTENCY_KEY_REUSED)));
  }

  /** A call that asks two shards may wait for the first as long as for the second. */
  @Test
  void noRequestIsValidLongerThanItsAnswerIsKept() throws Exception {
    ShardClient requests = requests(10, LONG, SHORT);
    CommandContext asking = requests.begin();
    clock.move(LONG.minusSeconds(1));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> asked = threads.submit(() -> requests.ask(asking, SHARD, FIND));
      Eventually.until("it was sent", () -> !sent().isEmpty());
      clock.move(LONG.minusSeconds(1));
      int sends = sent().size();
      Eventually.until("it was sent again", () -> sent().size() > sends + 1);
      requests.receive(new Envelope.ToNode(sent().getLast().replyTo(), DONE));
      assertEquals(DONE, asked.get());
    }
    for (Request request : sent()) {
      assertFalse(request.validUntil().plusMillis(500).isAfter(request.retainUntil()));
    }
  }

  private List<Request> sent() {
    List<Request> requests = new ArrayList<>();
    for (Envelope envelope : transport.sent()) {
      if (envelope instanceof Envelope.ToShard message
          && message.input() instanceof Request request) {
        requests.add(request);
      }
    }
    return requests;
  }

  /** Asks, and answers as soon as so many requests were sent in all. */
  private Answer answeringAt(int sends, Answer answer, ShardClient requests, CommandContext asking)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> asked = threads.submit(() -> requests.ask(asking, SHARD, FIND));
      Eventually.until("it was sent", () -> transport.sent().size() >= sends);
      requests.receive(new Envelope.ToNode(sent().getLast().replyTo(), answer));
      return asked.get();
    }
  }

  private @Nullable CommandContext claim(ShardClient requests, Answer answer) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CommandContext own = requests.begin();
      Future<@Nullable CommandContext> asked =
          threads.submit(() -> requests.begin(own, "key", "print"));
      Eventually.until("it was sent", () -> transport.sent().size() == 1);
      requests.receive(new Envelope.ToNode(sent().getLast().replyTo(), answer));
      return asked.get();
    }
  }

  private ShardClient requests(int inFlightMax, Duration timeout, Duration resendAfter) {
    return new ShardClient(
        "node",
        SHARDS,
        transport,
        clock,
        new IdSource("test"),
        new RequestSettings(
            inFlightMax,
            timeout,
            Duration.ofSeconds(5),
            resendAfter,
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            Duration.ofHours(24),
            Duration.ofHours(1)));
  }
}
