package tercet.testing.verifier.shop;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tercet.testing.verifier.http.DoublingPause;

/** Repeats a call of a preparation. */
public final class Repetition {
  /** Pauses of 0.1 s to 1.6 s between them, 3.1 s in all. */
  private static final int TRIES_MAX = 6;

  private static final long PAUSE_NANOS_MIN = Duration.ofMillis(100).toNanos();
  private static final long PAUSE_NANOS_MAX = Duration.ofSeconds(2).toNanos();

  private Repetition() {}

  /**
   * Makes a call that may be done twice, and again while the server answers 5xx or refuses
   * connections, for 3 s. A call without any answer is not repeated: it may still take effect.
   *
   * @param progress hears of each pause, line by line
   */
  public static <T> ClientReply<T> of(Consumer<String> progress, Supplier<ClientReply<T>> call) {
    ClientReply<T> reply = call.get();
    for (int tries = 1; tries < TRIES_MAX && mayRepeat(reply); tries++) {
      long pause = DoublingPause.nanos(PAUSE_NANOS_MIN, PAUSE_NANOS_MAX, tries);
      progress.accept("  %s; again in %d ms".formatted(reply, Duration.ofNanos(pause).toMillis()));
      LockSupport.parkNanos(pause);
      reply = call.get();
    }
    return reply;
  }

  private static boolean mayRepeat(ClientReply<?> reply) {
    return reply instanceof ClientReply.Unknown<?>(String reason)
        && (reason.startsWith("status") || reason.contains("ConnectException"));
  }
}
