package tercet.gateway.console;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.Events;
import tercet.gateway.contract.HttpReply;

/**
 * An answer that is asked again and again, as server-sent events (HTML standard, section 9.2): one
 * event when it has changed, and a comment now and then so that each side notices when the other
 * one is gone. A question that takes long is asked less often, so that one open page costs a node
 * at most a tenth of a processor.
 */
public final class Feed implements Events {
  /** Half of the four updates a second that a page is promised at most. */
  private static final Duration PAUSE_MIN = Duration.ofMillis(500);

  /** An answer may take long because a node is silent, and then an operator looks. */
  private static final Duration PAUSE_MAX = Duration.ofSeconds(2);

  /** The pause is so many times the time that the answer took. */
  private static final int IDLE_FACTOR = 10;

  private static final Duration COMMENT_AFTER = Duration.ofSeconds(3);

  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Supplier<HttpReply> question;
  private final Runnable onClose;
  private @Nullable HttpReply next;
  private byte[] last = {};
  private long lastSent;
  private long tookNanos;

  /**
   * @param question asked again for each event
   * @param first answer
   * @param tookNanos how long that took
   * @param onClose is run when the client listens no more
   */
  public Feed(Supplier<HttpReply> question, HttpReply first, long tookNanos, Runnable onClose) {
    this.question = question;
    this.next = first;
    this.tookNanos = tookNanos;
    this.onClose = onClose;
  }

  /** Waits for the next event; null if the page may no longer ask. */
  @Override
  public byte @Nullable [] next() {
    while (true) {
      if (next == null && !pause()) {
        return null;
      }
      HttpReply reply = next == null ? ask() : next;
      next = null;
      if (reply.status() == 401 || reply.status() == 403) {
        return null;
      }
      long now = System.nanoTime();
      if (!Arrays.equals(last, reply.body())) {
        last = reply.body();
        lastSent = now;
        return event(reply);
      }
      if (now - lastSent > COMMENT_AFTER.toNanos()) {
        lastSent = now;
        return COMMENT.clone();
      }
    }
  }

  /** False if the port closes meanwhile: then its threads are interrupted. */
  private boolean pause() {
    long pause = Math.clamp(tookNanos * IDLE_FACTOR, PAUSE_MIN.toNanos(), PAUSE_MAX.toNanos());
    LockSupport.parkNanos(this, pause);
    return !Thread.currentThread().isInterrupted();
  }

  private HttpReply ask() {
    long start = System.nanoTime();
    HttpReply reply = question.get();
    tookNanos = System.nanoTime() - start;
    return reply;
  }

  private static byte[] event(HttpReply reply) {
    String name = reply.status() == 200 ? "" : "event: problem\n";
    String body = new String(reply.body(), StandardCharsets.UTF_8);
    return (name + "data: " + body + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    onClose.run();
  }
}
