package tercet.runtime.cluster;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A wire within the process, whose ends can be cut off. */
final class HeapWire implements PeerWire {
  private final Map<NodeAddress, Receiver> listening = new ConcurrentHashMap<>();
  private final Set<NodeAddress> refusing = ConcurrentHashMap.newKeySet();
  private final Map<NodeAddress, CountDownLatch> hanging = new ConcurrentHashMap<>();
  private final Map<NodeAddress, AtomicInteger> taken = new ConcurrentHashMap<>();
  private final AtomicInteger bugs = new AtomicInteger();
  private final AtomicInteger breaks = new AtomicInteger();

  /** Answers every batch that it does not want it. */
  void refuseAt(NodeAddress address) {
    refusing.add(address);
  }

  /** No batch is answered there from now on. */
  void hangAt(NodeAddress address) {
    hanging.put(address, new CountDownLatch(1));
  }

  /** Batches are answered again. */
  void goOnAt(NodeAddress address) {
    CountDownLatch hung = hanging.remove(address);
    if (hung != null) {
      hung.countDown();
    }
  }

  /** The next batches break their connections. */
  void breakNext(int batches) {
    breaks.set(batches);
  }

  /** The next batches meet a bug. */
  void failNext(int batches) {
    bugs.set(batches);
  }

  /** Batches that were taken there, empty ones included. */
  int takenAt(NodeAddress address) {
    return taken.computeIfAbsent(address, none -> new AtomicInteger()).get();
  }

  @Override
  public PeerListener listen(NodeAddress at, Receiver receiver) throws IOException {
    if (listening.putIfAbsent(at, receiver) != null) {
      throw new IOException(at + " is taken");
    }
    return () -> listening.remove(at);
  }

  @Override
  public PeerConnection connect(NodeAddress peer) {
    return new PeerConnection() {
      @Override
      public int send(byte[] batch, Duration timeout) throws IOException {
        return HeapWire.this.send(peer, batch, timeout);
      }

      @Override
      public void close() {
        goOnAt(peer);
      }
    };
  }

  private int send(NodeAddress peer, byte[] batch, Duration timeout) throws IOException {
    CountDownLatch hung = hanging.get(peer);
    if (hung != null && !await(hung, timeout)) {
      throw new SocketTimeoutException("it hangs");
    }
    if (bugs.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("a bug of the wire, as the test wants it");
    }
    if (breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new ConnectException("it breaks");
    }
    if (refusing.contains(peer)) {
      throw new PeerRefusedException("it does not want this");
    }
    Receiver receiver = listening.get(peer);
    if (receiver == null) {
      throw new ConnectException("no peer is there");
    }
    int noRoom = receiver.receive(batch);
    taken.computeIfAbsent(peer, none -> new AtomicInteger()).incrementAndGet();
    return noRoom;
  }

  private static boolean await(CountDownLatch latch, Duration timeout) {
    try {
      return latch.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
