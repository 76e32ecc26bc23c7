package tercet.testing.verifier.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures how many requests per second the load client drives from one thread, in turns with the
 * HTTP client of the JDK on virtual threads, against {@link InstantServer} or the server whose
 * address is the argument: no server can be measured faster.
 */
final class LoadClientSpeed {
  private static final int ROUNDS = 5;
  private static final int CONNECTIONS = 128;
  private static final Duration ROUND = Duration.ofSeconds(3);
  private static final String PATH = "/orders/checkout/12345";

  private LoadClientSpeed() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      measure(URI.create(arguments[0]));
    } else {
      try (InstantServer server = new InstantServer()) {
        measure(server.address());
      }
    }
  }

  private static void measure(URI address) throws IOException {
    LoadSettings settings = LoadSettings.closedLoop(CONNECTIONS).withDuration(ROUND);
    for (int round = 0; round < ROUNDS; round++) {
      LoadResult ours = new LoadClient(address, settings).run(new DoNothing());
      double theirs = perSecondOfTheJdk(address.resolve(PATH));
      System.out.printf(
          "ours %,.0f requests/s (p50 %.3f ms, p99 %.3f ms, broken %d), the JDK's %,.0f, ratio"
              + " %.1f%n",
          ours.perSecond(),
          ours.latencyMillis(50),
          ours.latencyMillis(99),
          ours.brokenInAll(),
          theirs,
          ours.perSecond() / theirs);
    }
  }

  /** As many requests under way at once, each on a virtual thread that waits for its answer. */
  private static double perSecondOfTheJdk(URI uri) {
    LongAdder answered = new LongAdder();
    List<Future<Boolean>> loops = new ArrayList<>();
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
    long start = System.nanoTime();
    long end = start + ROUND.toNanos();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        loops.add(
            threads.submit(() -> {
              while (System.nanoTime() - end < 0) {
                client.send(request, BodyHandlers.ofByteArray());
                answered.increment();
              }
              return true;
            }));
      }
    }
    loops.forEach(Future::resultNow); // fails if one has failed
    return answered.sum() * 1e9 / (System.nanoTime() - start);
  }

  private static final class DoNothing implements RequestSource {
    @Override
    public boolean next(RequestBuffer request) {
      request.post().path("/orders/checkout/").path(12_345);
      return true;
    }

    @Override
    public void answered(long tag, HttpResponse answer) {}

    @Override
    public void broken(long tag, ConnectionError breakage) {}
  }
}
