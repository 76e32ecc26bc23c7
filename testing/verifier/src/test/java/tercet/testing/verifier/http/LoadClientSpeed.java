package tercet.testing.verifier.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * Measures how many requests per second the load client drives from one thread, against {@link
 * InstantServer} or the server whose address is the argument: no server can be measured faster.
 */
final class LoadClientSpeed {
  private static final int ROUNDS = 5;
  private static final int CONNECTIONS = 128;
  private static final Duration ROUND = Duration.ofSeconds(3);

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
      LoadResult result = new LoadClient(address, settings).run(new DoNothing());
      System.out.printf(
          "%,.0f requests/s, p50 %.3f ms, p99 %.3f ms, broken %d%n",
          result.perSecond(),
          result.latencyMillis(50),
          result.latencyMillis(99),
          result.brokenInAll());
    }
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
