package tercet.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import tercet.testing.testbed.server.Ports;

/** Stands between a replica and its master, and delays what the replica says. */
final class DelayingProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final ServerSocket listener;
  private final int master;
  private volatile Duration delay;

  /**
   * @param master port of the master
   */
  DelayingProxy(int master, Duration delay) {
    this.master = master;
    this.delay = delay;
    try {
      this.listener = new ServerSocket(Ports.free(), 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void delayBy(Duration longer) {
    delay = longer;
  }

  private void accept() {
    try {
      while (true) {
        Socket replica = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), master);
        replica.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> copy(replica, server, true));
        Thread.ofVirtual().start(() -> copy(server, replica, false));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void copy(Socket from, Socket to, boolean delayed) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        long due = System.nanoTime() + (delayed ? delay.toNanos() : 0);
        while (due - System.nanoTime() > 0) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // one of both is gone: so is the connection
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
