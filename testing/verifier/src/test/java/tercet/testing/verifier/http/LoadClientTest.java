package tercet.testing.verifier.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.verifier.fake.HttpConversation;
import tercet.testing.verifier.fake.HttpConversation.Response;
import tercet.testing.verifier.fake.SocketServer;

@Timeout(60)
final class LoadClientTest {
  private static final int FOREVER = Integer.MAX_VALUE;

  @Test
  void everyRequestGetsItsOwnAnswerOnce() throws IOException {
    try (SocketServer server = echo()) {
      Recording recording = new Recording(10_000);
      LoadResult result = run(server.address(), LoadSettings.closedLoop(50), recording);
      assertEquals(LoadResult.Ending.ALL_ASKED, result.ending());
      assertEquals(10_000, result.sent());
      assertEquals(10_000, result.answered(200));
      assertEquals(10_000, result.latencies().getTotalCount());
      assertEquals(10_000, new HashSet<>(recording.answered).size());
      for (int i = 0; i < 10_000; i++) {
        assertEquals("\"/%d\"".formatted(recording.answered.get(i)), recording.bodies.get(i));
      }
      assertEquals(50, server.accepted());
    }
  }

  @Test
  void countEndsARun() throws IOException {
    try (SocketServer server = echo()) {
      LoadSettings settings = LoadSettings.closedLoop(7).withRequestsMax(100);
      LoadResult result = run(server.address(), settings, new Recording(FOREVER));
      assertEquals(LoadResult.Ending.ALL_ASKED, result.ending());
      assertEquals(100, result.answeredInAll());
    }
  }

  @Test
  void timeEndsARun() throws IOException {
    try (SocketServer server = echo()) {
      LoadSettings settings = LoadSettings.closedLoop(7).withDuration(Duration.ofMillis(50));
      LoadResult result = run(server.address(), settings, new Recording(FOREVER));
      assertEquals(LoadResult.Ending.TIME_OVER, result.ending());
      assertEquals(result.sent(), result.answeredInAll());
    }
  }

  @Test
  void callEndsARun() throws Exception {
    try (SocketServer server = echo()) {
      LoadClient client = new LoadClient(server.address(), LoadSettings.closedLoop(7));
      Recording recording = new Recording(FOREVER);
      FutureTask<LoadResult> run = inBackground(client, recording);
      while (recording.outcomes() < 100) {
        Thread.onSpinWait();
      }
      client.stop();
      assertEquals(LoadResult.Ending.STOPPED, run.get().ending());
      assertEquals(run.get().sent(), run.get().answeredInAll());
    }
  }

  @Test
  void serverThatIsNeverThereEndsARun() throws IOException {
    SocketServer server = echo();
    server.close();
    LoadSettings settings = LoadSettings.closedLoop(7).withGoneAfter(Duration.ofMillis(50));
    LoadResult result = run(server.address(), settings, new Recording(FOREVER));
    assertEquals(LoadResult.Ending.SERVER_GONE, result.ending());
    assertEquals(0, result.sent());
  }

  @Test
  void deathOfTheServerIsNoticedAndSurvived() throws Exception {
    SocketServer first = echo();
    LoadClient client = new LoadClient(first.address(), LoadSettings.closedLoop(20));
    Recording recording = new Recording(FOREVER);
    FutureTask<LoadResult> run = inBackground(client, recording);
    while (recording.outcomes() < 1_000) {
      Thread.onSpinWait();
    }
    first.close();
    try (SocketServer second = new SocketServer(first.port(), echoing())) {
      int before = recording.outcomes();
      while (recording.outcomes() < before + 1_000) {
        Thread.onSpinWait();
      }
      client.stop();
      LoadResult result = run.get();
      assertEquals(result.sent(), result.answeredInAll() + result.brokenInAll());
      assertTrue(result.brokenInAll() <= 20, result::toString);
      assertTrue(result.reopened() >= 1, result::toString);
      assertTrue(second.accepted() >= 1);
    }
  }

  @Test
  void runWaitsForAServerThatStartsLater() throws Exception {
    SocketServer first = echo();
    first.close();
    Recording recording = new Recording(100);
    LoadClient client = new LoadClient(first.address(), LoadSettings.closedLoop(5));
    FutureTask<LoadResult> run = inBackground(client, recording);
    try (SocketServer second = new SocketServer(first.port(), echoing())) {
      assertEquals(100, run.get().answered(200), second.address()::toString);
      assertEquals(List.of(), recording.broken);
    }
  }

  @Test
  void answerCutInTheMiddleIsBroken() throws IOException {
    byte[] answer = HttpConversation.bytes(new Response(200, "{\"paid\":true}"));
    for (int length : new int[] {0, 5, 30, answer.length - 1}) {
      try (SocketServer server =
          new SocketServer(connection -> {
            connection.getInputStream().read(new byte[1_000]);
            connection.getOutputStream().write(answer, 0, length);
          })) {
        Recording recording = new Recording(3);
        LoadResult result = run(server.address(), LoadSettings.closedLoop(1), recording);
        assertEquals(Collections.nCopies(3, ConnectionError.ENDED), recording.broken);
        assertEquals(3, result.sent());
        assertTrue(result.reopened() >= 2, result::toString);
      }
    }
  }

  @Test
  void resetIsBroken() throws IOException {
    try (SocketServer server =
        new SocketServer(connection -> {
          connection.getInputStream().read(new byte[1_000]);
          connection.setSoLinger(true, 0);
        })) {
      Recording recording = new Recording(1);
      run(server.address(), LoadSettings.closedLoop(1), recording);
      assertEquals(List.of(ConnectionError.RESET), recording.broken);
    }
  }

  @Test
  void answerThatIsNoHttpIsBroken() throws IOException {
    try (SocketServer server =
        new SocketServer(connection -> {
          connection.getInputStream().read(new byte[1_000]);
          connection.getOutputStream().write("220 mail\r\n".getBytes(StandardCharsets.UTF_8));
          connection.getInputStream().read();
        })) {
      Recording recording = new Recording(1);
      run(server.address(), LoadSettings.closedLoop(1), recording);
      assertEquals(List.of(ConnectionError.MALFORMED), recording.broken);
    }
  }

  @Test
  void answerThatDoesNotComeInTimeIsBroken() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    try (SocketServer server =
        new SocketServer(
            new HttpConversation(request -> {
              if (request.path().equals("/1")) {
                awaitUninterrupted(never);
              }
              return new Response(200, "{}");
            }))) {
      Recording recording = new Recording(10);
      LoadSettings settings = LoadSettings.closedLoop(1).withRequestTimeout(Duration.ofMillis(50));
      LoadResult result = run(server.address(), settings, recording);
      assertEquals(List.of(ConnectionError.TIMED_OUT), recording.broken);
      assertEquals(9, result.answered(200));
      never.countDown();
    }
  }

  @Test
  void connectionThatTheServerClosesAfterAnAnswerIsOpenedAgain() throws IOException {
    try (SocketServer server =
        new SocketServer(connection -> {
          connection.getInputStream().read(new byte[1_000]);
          connection
              .getOutputStream()
              .write(
                  "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}"
                      .getBytes(StandardCharsets.UTF_8));
        })) {
      Recording recording = new Recording(20);
      LoadResult result = run(server.address(), LoadSettings.closedLoop(2), recording);
      assertEquals(20, result.answered(200));
      assertEquals(List.of(), recording.broken);
    }
  }

  @Test
  void openLoopSpreadsItsRequests() throws IOException {
    try (SocketServer server = echo()) {
      LoadResult result =
          run(server.address(), LoadSettings.openLoop(4, 2_000), new Recording(201));
      assertEquals(201, result.answered(200));
      // The last of 201 starts 200 intervals of 0.5 ms after the first.
      assertTrue(result.elapsedNanos() >= Duration.ofMillis(100).toNanos(), result::toString);
    }
  }

  @Test
  void stallCountsForAllRequestsThatWereDueMeanwhile() throws IOException {
    Duration stall = Duration.ofMillis(300);
    AtomicInteger requests = new AtomicInteger();
    try (SocketServer server =
        new SocketServer(
            new HttpConversation(_ -> {
              if (requests.incrementAndGet() == 10) {
                pass(stall);
              }
              return new Response(200, "{}");
            }))) {
      LoadResult result =
          run(server.address(), LoadSettings.openLoop(1, 1_000), new Recording(400));
      // In a closed loop it would be one. Those due in the first 200 of the 300 ms wait over 100.
      long slow =
          result
              .latencies()
              .getCountBetweenValues(
                  Duration.ofMillis(100).toNanos(), result.latencies().getMaxValue());
      assertTrue(slow >= 195, () -> slow + " slow of " + result);
      assertTrue(result.latencyMillis(100) >= 299, result::toString);
    }
  }

  @Test
  void requestsThatWereDueBeforeTheEndAreStillSent() throws IOException {
    try (SocketServer server =
        new SocketServer(
            new HttpConversation(_ -> {
              pass(Duration.ofMillis(5));
              return new Response(200, "{}");
            }))) {
      LoadSettings settings = LoadSettings.openLoop(1, 1_000).withDuration(Duration.ofMillis(100));
      LoadResult result = run(server.address(), settings, new Recording(FOREVER));
      assertEquals(100, result.answered(200));
    }
  }

  private static SocketServer echo() {
    return new SocketServer(echoing());
  }

  private static HttpConversation echoing() {
    return new HttpConversation(request -> new Response(200, "\"" + request.path() + "\""));
  }

  private static LoadResult run(URI address, LoadSettings settings, RequestSource workload)
      throws IOException {
    return new LoadClient(address, settings).run(workload);
  }

  private static FutureTask<LoadResult> inBackground(LoadClient client, RequestSource workload) {
    FutureTask<LoadResult> run = new FutureTask<>(() -> client.run(workload));
    Thread.ofPlatform().daemon().start(run);
    return run;
  }

  /** Keeps the server busy for so long. */
  private static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
