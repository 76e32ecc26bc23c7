package tercet.testing.contract;

import java.util.SplittableRandom;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/** Loses, repeats and delays the envelopes of another transport, by a seed. */
public final class FaultyTransport implements Transport {
  private final Transport real;
  private final double loss;
  private final double duplication;
  private final double delay;
  private final int delayMillisMax;
  private final SplittableRandom random;
  private final ReentrantLock turn = new ReentrantLock();
  private final ScheduledThreadPoolExecutor later = new ScheduledThreadPoolExecutor(1);

  /**
   * @param loss the share of envelopes that are lost, from 0 to 1
   * @param duplication the share of those that are sent twice
   * @param delay the share of those that are sent later, and so overtaken by others
   * @param delayMillisMax by how much at the most
   */
  public FaultyTransport(
      Transport real,
      double loss,
      double duplication,
      double delay,
      int delayMillisMax,
      long seed) {
    this.real = real;
    this.loss = loss;
    this.duplication = duplication;
    this.delay = delay;
    this.delayMillisMax = delayMillisMax;
    this.random = new SplittableRandom(seed);
    later.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public void send(Envelope envelope) {
    turn.lock();
    try {
      if (random.nextDouble() >= loss) {
        sendOnce(envelope);
        if (random.nextDouble() < duplication) {
          sendOnce(envelope);
        }
      }
    } finally {
      turn.unlock();
    }
  }

  private void sendOnce(Envelope envelope) {
    if (random.nextDouble() < delay && !later.isShutdown()) {
      int millis = 1 + random.nextInt(delayMillisMax);
      var _ = later.schedule(() -> real.send(envelope), millis, TimeUnit.MILLISECONDS);
    } else {
      real.send(envelope);
    }
  }

  @Override
  public void start(Receiver receiver) {
    real.start(receiver);
  }

  /** Delayed envelopes are lost. */
  @Override
  public void close() {
    turn.lock();
    try {
      later.shutdown();
    } finally {
      turn.unlock();
    }
    real.close();
  }
}
