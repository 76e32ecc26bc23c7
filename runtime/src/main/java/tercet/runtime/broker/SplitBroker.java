package tercet.runtime.broker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import tercet.kernel.id.ShardId;
import tercet.runtime.cluster.ClusterMap;

/**
 * Two brokers as one: the first has the queues of the shards and carries signs of life, the second
 * carries what is for one node: answers. An answer that the second one loses is asked for again, so
 * it need not keep anything. Neither waits for the other.
 */
public final class SplitBroker implements Broker {
  private final Broker shards;
  private final Broker answers;

  /** Bounded by the messages that may be under way to each node. */
  private final LinkedBlockingQueue<List<Parcel>> waiting = new LinkedBlockingQueue<>();

  private volatile boolean closed;
  private final Thread sender = Thread.ofVirtual().name("sends-answers").unstarted(this::send);

  /**
   * @param shards for messages to shards, and to all nodes
   * @param answers for messages to one node
   */
  public SplitBroker(Broker shards, Broker answers) {
    this.shards = shards;
    this.answers = answers;
  }

  /** Answers can come as soon as a request is sent: their way is open first. */
  @Override
  public void start(Inbox inbox) throws IOException {
    answers.start(inbox);
    shards.start(inbox);
    sender.start();
  }

  @Override
  public void publish(List<Parcel> parcels) {
    List<Parcel> toNodes = new ArrayList<>();
    List<Parcel> others = new ArrayList<>();
    for (Parcel parcel : parcels) {
      (parcel.to() instanceof Recipient.Node ? toNodes : others).add(parcel);
    }
    if (!toNodes.isEmpty()) {
      waiting.add(toNodes);
    }
    if (!others.isEmpty()) {
      shards.publish(others);
    }
  }

  private void send() {
    try {
      while (!closed) {
        List<Parcel> next = new ArrayList<>(waiting.take());
        for (List<Parcel> more = waiting.poll(); more != null; more = waiting.poll()) {
          next.addAll(more);
        }
        Outbox.publish(answers, next);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void assign(Set<ShardId> owned) {
    shards.assign(owned);
  }

  @Override
  public void change(ClusterMap map) {
    answers.change(map);
    shards.change(map);
  }

  @Override
  public void close() {
    closed = true; // also if an adapter has cleared the interruption
    sender.interrupt();
    try {
      sender.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    shards.close();
    answers.close();
    IOException why = new IOException("The transport is closed.");
    waiting.forEach(parcels -> parcels.forEach(parcel -> parcel.failed(why)));
  }
}
