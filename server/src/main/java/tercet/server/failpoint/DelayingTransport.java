package tercet.server.failpoint;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/**
 * A transport on which everything takes a random time, and so arrives in another order: a network
 * between services, for comparing protocols in one process.
 */
final class DelayingTransport extends PassingTransport {
  private final Transport transport;
  private final long nanosMax;
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("delay").factory());

  /**
   * @param max of the delay; each is drawn evenly from 0 to that
   */
  DelayingTransport(Transport transport, Duration max) {
    super(transport);
    this.transport = transport;
    this.nanosMax = max.toNanos();
  }

  @Override
  public void send(Envelope envelope) {
    long nanos = ThreadLocalRandom.current().nextLong(nanosMax + 1);
    try {
      Future<?> _ = later.schedule(() -> transport.send(envelope), nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Closed: delayed envelopes are lost.
    }
  }

  @Override
  public void close() {
    later.shutdownNow();
    super.close();
  }
}
