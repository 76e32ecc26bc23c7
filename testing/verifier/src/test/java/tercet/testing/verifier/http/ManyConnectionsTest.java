package tercet.testing.verifier.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** More connections than a server, or this machine, has room for. */
final class ManyConnectionsTest {
  private static final int FOREVER = Integer.MAX_VALUE;

  /** The kernel takes a few connections for it, and refuses to answer more. */
  @Test
  void serverThatTakesFewerConnectionsGetsThoseRequestsThatItCan() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LoadSettings settings =
          LoadSettings.closedLoop(20)
              .withGoneAfter(Duration.ofMillis(500))
              .withRequestTimeout(Duration.ofMillis(100))
              .withDuration(Duration.ofMillis(300));
      URI address = URI.create("http://127.0.0.1:" + full.getLocalPort());
      LoadResult result = new LoadClient(address, settings).run(new Recording(FOREVER));
      assertTrue(result.connections() > 0 && result.connections() < 20, result::toString);
      assertTrue(result.sent() > 0, result::toString);
    }
  }

  @Test
  void allOfManyAreOpenBeforeTheFirstRequest() throws IOException {
    try (InstantServer server = new InstantServer()) {
      LoadSettings settings = LoadSettings.closedLoop(3_000).withRequestsMax(3_000);
      LoadResult result = new LoadClient(server.address(), settings).run(new Recording(FOREVER));
      assertEquals(3_000, result.connections(), result::toString);
      assertEquals(3_000, result.answeredInAll(), result::toString);
    }
  }
}
