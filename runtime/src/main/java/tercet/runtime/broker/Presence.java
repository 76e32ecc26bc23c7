package tercet.runtime.broker;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which nodes live, judged by their last signs of life. Callers give the time, in nanoseconds as
 * {@link System#nanoTime} counts them. Safe for threads.
 */
final class Presence {
  private final long goneAfterNanos;
  private final Map<String, Long> lastSign = new HashMap<>();
  private final Set<String> gone = new LinkedHashSet<>();

  /** At first every node counts as alive. */
  Presence(Collection<String> nodes, long goneAfterNanos, long now) {
    this.goneAfterNanos = goneAfterNanos;
    nodes.forEach(node -> lastSign.put(node, now));
  }

  /** Other nodes are to be watched. One that was not watched before is missed until its sign. */
  synchronized void change(Collection<String> nodes, long now) {
    lastSign.keySet().retainAll(nodes);
    gone.retainAll(nodes);
    for (String node : nodes) {
      if (lastSign.putIfAbsent(node, now) == null) {
        gone.add(node);
      }
    }
  }

  /**
   * A node has given a sign.
   *
   * @return true if it was missed before
   */
  synchronized boolean sign(String node, long now) {
    return lastSign.replace(node, now) != null && gone.remove(node);
  }

  /** This node has heard no other until now, so the time of the living ones begins anew. */
  synchronized void listenAnew(long now) {
    lastSign.replaceAll((node, last) -> now);
  }

  /** The nodes that are missed from now on. */
  synchronized Set<String> missed(long now) {
    Set<String> missed = new LinkedHashSet<>();
    lastSign.forEach((node, last) -> {
      if (now - last > goneAfterNanos && gone.add(node)) {
        missed.add(node);
      }
    });
    return missed;
  }

  synchronized boolean isThere(String node) {
    return lastSign.containsKey(node) && !gone.contains(node);
  }
}
