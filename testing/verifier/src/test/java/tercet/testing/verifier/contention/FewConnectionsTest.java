package tercet.testing.verifier.contention;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.verifier.fake.Dialect;
import tercet.testing.verifier.fake.FakeShop;
import tercet.testing.verifier.fake.SeededBug;
import tercet.testing.verifier.shop.Oddities;

/** A shop that does not let all buyers in at the same moment. */
@Timeout(60)
final class FewConnectionsTest {
  private static final int BUYERS = 30;

  /** Hands connections on to a shop; once it is narrow, only one more. */
  private static final class Door implements AutoCloseable {
    private ServerSocket listener = listen(0, BUYERS);
    private Thread porter = Thread.currentThread();
    private URI shop = URI.create("");

    Door() throws IOException {}

    private static ServerSocket listen(int port, int backlog) throws IOException {
      return new ServerSocket(port, backlog, InetAddress.getLoopbackAddress());
    }

    URI openTo(URI address) {
      shop = address;
      ServerSocket wide = listener;
      porter = Thread.ofPlatform().daemon().start(() -> letInAll(wide));
      return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    void narrow() throws IOException {
      listener.close();
      join(porter);
      listener = listen(listener.getLocalPort(), 1);
      ServerSocket narrow = listener;
      Thread.ofPlatform().daemon().start(() -> letInOneOf(narrow));
    }

    /** Then takes the room in the kernel's queue itself, where others would wait. */
    private void letInOneOf(ServerSocket narrow) {
      try {
        letIn(narrow);
        while (true) {
          new Socket().connect(narrow.getLocalSocketAddress(), 100);
        }
      } catch (IOException e) {
        // The queue is full.
      }
    }

    private void letInAll(ServerSocket wide) {
      try {
        while (true) {
          letIn(wide);
        }
      } catch (IOException e) {
        // Closed: a narrow one follows.
      }
    }

    private void letIn(ServerSocket from) throws IOException {
      Socket guest = from.accept();
      Socket host = new Socket(shop.getHost(), shop.getPort());
      Thread.ofVirtual().start(() -> pump(guest, host));
      Thread.ofVirtual().start(() -> pump(host, guest));
    }

    private static void join(Thread thread) throws IOException {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
    }

    private static void pump(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException e) {
        // One side is gone, and now the other, too.
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }

  @Test
  void contestOverFewerConnectionsIsNotFinished() throws IOException {
    AtomicInteger lines = new AtomicInteger();
    try (Door door = new Door()) {
      Dialect dialect =
          (request, shop) -> {
            if (request.path().startsWith("/orders/addItem") && lines.incrementAndGet() == BUYERS) {
              door.narrow();
            }
            return shop.get();
          };
      try (FakeShop shop = new FakeShop(SeededBug.NONE, dialect)) {
        URI address = door.openTo(shop.address());
        TestedShop tested = new TestedShop(address, Duration.ofSeconds(2), new Oddities(), _ -> {});
        Playing playing = new Contention(tested, BUYERS, 3).play();
        String why = playing.unfinished();
        assertTrue(why.matches("only \\d of 30 connections could be opened at once"), why);
        assertFalse(playing.judgeUnread(why).isWon());
      }
    }
  }
}
