package tercet.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import tercet.testing.testbed.server.Ports;

/** Stands between a store and its server, and cuts the connection when it commits. */
final class CuttingProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  /** The statement, and not the setting whose name ends in it. */
  private static final Pattern COMMIT = Pattern.compile("\\bcommit\\b", Pattern.CASE_INSENSITIVE);

  private final ServerSocket listener;
  private final int target;
  private final AtomicReference<Cut> next = new AtomicReference<>(Cut.NONE);

  /** Where the next commit is cut. */
  enum Cut {
    NONE,
    /** The server never hears of it. */
    QUESTION,
    /** The server does it, and the answer is lost. */
    ANSWER
  }

  /** The answer to the first commit of a connection is late by this. */
  private volatile Duration late = Duration.ZERO;

  /**
   * @param target port of the server
   */
  CuttingProxy(int target) {
    this.target = target;
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

  /** The next message with a commit in it meets this. */
  void cutNextCommit(Cut cut) {
    next.set(cut);
  }

  /** From now on the server seems to take so long for the first commit of a connection. */
  void delayFirstCommits(Duration delay) {
    late = delay;
  }

  /** True if the cut was made. */
  boolean hasCut() {
    return next.get() == Cut.NONE;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        AtomicReference<Cut> cut = new AtomicReference<>(Cut.NONE);
        AtomicBoolean commits = new AtomicBoolean();
        Thread.ofVirtual().start(() -> questions(client, server, cut, commits));
        Thread.ofVirtual().start(() -> answers(client, server, cut, commits));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void questions(
      Socket client, Socket server, AtomicReference<Cut> cut, AtomicBoolean commits) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (client;
        server) {
      InputStream in = client.getInputStream();
      OutputStream out = server.getOutputStream();
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        String text = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
        if (text.contains("pg_logical_emit_message")) {
          commits.set(true);
        }
        if (COMMIT.matcher(text).find()) {
          cut.set(next.getAndSet(Cut.NONE));
        }
        if (cut.get() == Cut.QUESTION) {
          return;
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // one of both is gone: so is the connection
    }
  }

  private void answers(
      Socket client, Socket server, AtomicReference<Cut> cut, AtomicBoolean commits) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (client;
        server) {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        if (cut.get() == Cut.ANSWER) {
          return;
        }
        if (commits.compareAndSet(true, false)) {
          LockSupport.parkNanos(late.toNanos());
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
