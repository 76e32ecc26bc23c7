package tercet.runtime.broker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tercet.kernel.id.ShardId;

/** A broker in memory that takes messages, refuses them, says nothing yet or fails itself. */
final class HeapBroker implements Broker {
  private final List<Parcel> taken = new ArrayList<>();
  private final List<Parcel> undecided = new ArrayList<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private final Set<Recipient> refused = ConcurrentHashMap.newKeySet();
  private final Set<Recipient> silent = ConcurrentHashMap.newKeySet();
  private volatile boolean broken;

  @Override
  public void start(Inbox inbox) {}

  @Override
  public synchronized void publish(List<Parcel> parcels) {
    if (broken) {
      throw new IllegalStateException("a bug of the adapter");
    }
    for (Parcel parcel : parcels) {
      if (silent.contains(parcel.to())) {
        undecided.add(parcel);
      } else {
        decide(parcel);
      }
      attempts.incrementAndGet();
    }
  }

  private void decide(Parcel parcel) {
    if (refused.contains(parcel.to())) {
      parcel.failed(new IOException("refused"));
    } else {
      taken.add(parcel);
      parcel.taken();
    }
  }

  @Override
  public void assign(Set<ShardId> shards) {}

  @Override
  public void close() {}

  void refuse(Recipient to) {
    refused.add(to);
  }

  void takeAgain(Recipient to) {
    refused.remove(to);
  }

  /** Throws at each call, as an adapter with a bug does, or does so no longer. */
  void setBroken(boolean now) {
    broken = now;
  }

  /** Says nothing of messages to this recipient from now on. */
  void shut(Recipient to) {
    silent.add(to);
  }

  /** Decides what it has said nothing of. */
  synchronized void open(Recipient to) {
    silent.remove(to);
    undecided.stream().filter(parcel -> parcel.to().equals(to)).forEach(this::decide);
    undecided.removeIf(parcel -> parcel.to().equals(to));
  }

  /** Messages that were given to it. */
  int attempts() {
    return attempts.get();
  }

  /** The messages that it took, in order. */
  synchronized List<Parcel> taken() {
    return List.copyOf(taken);
  }
}
