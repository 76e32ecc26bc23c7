package tercet.runtime.broker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import tercet.kernel.id.ShardId;

/** A broker in memory that takes messages, refuses them or makes their sender wait. */
final class HeapBroker implements Broker {
  private final List<List<Parcel>> rounds = new ArrayList<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile boolean refuses;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  @Override
  public void start(Inbox inbox) {}

  @Override
  public void publish(List<Parcel> parcels) throws IOException {
    attempts.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (refuses) {
      throw new IOException("refused");
    }
    synchronized (rounds) {
      rounds.add(List.copyOf(parcels));
    }
  }

  @Override
  public void assign(Set<ShardId> shards) {}

  @Override
  public void close() {}

  void refuse(boolean now) {
    refuses = now;
  }

  /** Senders wait from now on. */
  void shut() {
    gate = new CountDownLatch(1);
  }

  void open() {
    gate.countDown();
  }

  int attempts() {
    return attempts.get();
  }

  /** The messages that it took, round by round. */
  List<List<Parcel>> rounds() {
    synchronized (rounds) {
      return List.copyOf(rounds);
    }
  }
}
