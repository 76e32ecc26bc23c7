package tercet.runtime.request;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tercet.runtime.transport.Envelope;

/**
 * All requests of a node that wait for an answer. It reads no clock and blocks no thread. Safe for
 * any number of threads.
 */
public final class RequestTable {
  private final String node;
  private final int inFlightMax;
  private final ConcurrentMap<Long, PendingRequest> waiting = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();

  public RequestTable(RequestRules rules) {
    this.node = rules.node();
    this.inFlightMax = rules.settings().inFlightMax();
  }

  /** Requests that wait for an answer. */
  public int inFlight() {
    return inFlight.get();
  }

  /**
   * Requests that were refused before anything began, because too much was waiting, since the
   * start.
   */
  public long refused() {
    return refused.get();
  }

  /**
   * Enters a request, so that its answer finds it.
   *
   * @return false if too many wait already
   */
  public boolean open(PendingRequest request) {
    if (inFlight.incrementAndGet() > inFlightMax) {
      inFlight.decrementAndGet();
      refused.incrementAndGet();
      return false;
    }
    request.opened(numbers.getAndIncrement());
    waiting.put(request.number(), request);
    return true;
  }

  /** Counts a request that a shard had no room for. */
  public void countRefused() {
    refused.incrementAndGet();
  }

  /** Removes a request that is over. */
  public void close(PendingRequest request) {
    waiting.remove(request.number());
    inFlight.decrementAndGet();
  }

  /**
   * Whether an answer is for this process. One for another name is not; such as the name that this
   * process had before a crash.
   */
  public boolean isFor(Envelope.ToNode envelope) {
    return envelope.to().node().equals(node);
  }

  /** Hands an answer over. An answer that no client waits for is dropped. */
  public void complete(Envelope.ToNode envelope) {
    PendingRequest request = waiting.get(envelope.to().number());
    if (request != null) {
      request.complete(envelope.answer());
    }
  }

  /** Wakes those that have waited long enough to be sent again or to give up. */
  public void wakeDue(long nowNanos) {
    for (PendingRequest request : waiting.values()) {
      request.wakeIfDue(nowNanos);
    }
  }
}
