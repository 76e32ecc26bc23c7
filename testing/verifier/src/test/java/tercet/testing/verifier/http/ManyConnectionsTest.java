package tercet.testing.verifier.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

  /** The limit of many servers: more connections are taken, and closed at once. */
  @Test
  @Timeout(30)
  void serverThatClosesWhatIsTooMuchIsNotAskedForEver() throws IOException {
    try (ServerSocket picky = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> keepFive(picky));
      LoadSettings settings =
          LoadSettings.closedLoop(20)
              // Less than the second after which the kernel tries again, all at once.
              .withGoneAfter(Duration.ofMillis(300))
              .withRequestTimeout(Duration.ofMillis(100))
              .withDuration(Duration.ofMillis(300));
      URI address = URI.create("http://127.0.0.1:" + picky.getLocalPort());
      LoadResult result = new LoadClient(address, settings).run(new Recording(FOREVER));
      assertTrue(result.connections() > 0 && result.connections() < 20, result::toString);
    }
  }

  private static void keepFive(ServerSocket door) {
    List<Socket> kept = new ArrayList<>();
    try {
      while (true) {
        Socket next = door.accept();
        if (kept.size() < 5) {
          kept.add(next);
        } else {
          // Not the next before the client has seen the end of this one: never all are open.
          next.shutdownOutput();
          next.getInputStream().transferTo(OutputStream.nullOutputStream());
          next.close();
        }
      }
    } catch (IOException e) {
      // Closed: the end of the test.
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
