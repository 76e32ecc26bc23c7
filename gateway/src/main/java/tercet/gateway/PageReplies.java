package tercet.gateway;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tercet.gateway.console.ConsoleFiles;
import tercet.gateway.contract.Events;
import tercet.gateway.contract.HttpReply;

/** The parts of a reply that only the console needs. */
final class PageReplies {
  /** A browser that takes nothing for so long is dropped; it may connect again. */
  private static final Duration WRITE_MAX = Duration.ofSeconds(5);

  private static final Header POLICY =
      HeaderValues.createCached("Content-Security-Policy", ConsoleFiles.POLICY);
  private static final Header NO_SNIFFING =
      HeaderValues.createCached("X-Content-Type-Options", "nosniff");
  private static final Header NO_REFERRER =
      HeaderValues.createCached("Referrer-Policy", "no-referrer");
  private static final Header ASK_AGAIN =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");

  /** For nginx, which would gather events otherwise. */
  private static final Header UNBUFFERED = HeaderValues.createCached("X-Accel-Buffering", "no");

  private PageReplies() {}

  static void addHeaders(RoutingResponse response, HttpReply.Type type) {
    switch (type) {
      case PAGE -> {
        response.header(POLICY);
        response.header(NO_REFERRER);
        addFileHeaders(response);
      }
      case SCRIPT, STYLE, IMAGE, TEXT -> addFileHeaders(response);
      case EVENTS -> {
        response.header(ASK_AGAIN);
        response.header(UNBUFFERED);
      }
      case JSON, PROBLEM, METRICS -> {}
    }
  }

  private static void addFileHeaders(RoutingResponse response) {
    response.header(NO_SNIFFING);
    response.header(ASK_AGAIN);
  }

  /** Sends until the client has gone, is too slow, or there is nothing more. */
  static void send(RoutingResponse response, Events events) {
    try (events;
        OutputStream body = response.outputStream()) {
      for (byte[] next = events.next(); next != null; next = events.next()) {
        CountDownLatch written = new CountDownLatch(1);
        Thread writer = Thread.currentThread();
        Thread.startVirtualThread(() -> interruptUnless(written, writer));
        try {
          body.write(next);
          body.flush();
        } finally {
          written.countDown();
        }
      }
    } catch (IOException gone) {
      throw new CloseConnectionException("a page was closed", gone);
    }
  }

  private static void interruptUnless(CountDownLatch written, Thread writer) {
    try {
      if (!written.await(WRITE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        writer.interrupt();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
