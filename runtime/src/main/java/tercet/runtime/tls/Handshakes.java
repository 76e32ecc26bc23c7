package tercet.runtime.tls;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The TLS handshakes under way at a port. A client may open many connections and say nothing, so
 * each has a time limit, and none delays a stop.
 */
public final class Handshakes implements AutoCloseable {
  private final Duration max;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param max after which a connection is closed whose handshake is not over
   */
  public Handshakes(Duration max) {
    this.max = max;
  }

  /**
   * Closes the connection when its time is over, or the port is closed, if the handshake is not
   * done by then.
   */
  void begin(Socket connection, BooleanSupplier done) {
    Thread.startVirtualThread(() -> closeUnlessDone(connection, done));
  }

  private void closeUnlessDone(Socket connection, BooleanSupplier done) {
    try {
      closed.await(max.toNanos(), TimeUnit.NANOSECONDS);
      if (!done.getAsBoolean()) {
        connection.close();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (IOException gone) {
      // it is gone in any case
    }
  }

  /** Closes the connections whose handshakes are not done, and those that begin later. */
  @Override
  public void close() {
    closed.countDown();
  }
}
