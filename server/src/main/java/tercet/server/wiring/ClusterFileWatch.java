package tercet.server.wiring;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import tercet.runtime.cluster.ClusterFile;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.ClusterNode;
import tercet.runtime.cluster.Ownership;
import tercet.runtime.time.Ticker;
import tercet.server.config.ClusterConfig;

/**
 * Reads the cluster file again when it has changed, so that nodes with a shared store may come and
 * go. Two nodes with different maps harm each other no more than two that do not see the same nodes
 * alive: the store arbitrates.
 *
 * <p>Refused changes are logged once, and the map stays as it was: another number of shards, nodes
 * with stores of their own, and another address or role of this node. A node that is not in the
 * file any more leaves its shards to others, and ends what it has begun until it is stopped.
 */
final class ClusterFileWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ClusterFileWatch.class.getName());
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final Path file;
  private final ClusterNode self;
  private final Consumer<ClusterMap> changed;
  private final Ticker ticker = new Ticker("cluster-file", LOOK_EVERY, this::look);
  private volatile ClusterMap map;
  private byte[] seen = new byte[0];

  /**
   * Does nothing until {@link #start}.
   *
   * @param changed hears of a map that this node can go by
   */
  ClusterFileWatch(ClusterConfig membership, Consumer<ClusterMap> changed) {
    this.file = membership.file();
    this.self = membership.self();
    this.map = membership.map();
    this.changed = changed;
  }

  /** Looks at once, as the file may have changed since this process has read it. */
  void start() {
    if (map.ownership() == Ownership.ANY_NODE) {
      look();
      ticker.start();
    }
  }

  /** The map that this node goes by. */
  ClusterMap map() {
    return map;
  }

  /** The nodes of that map. */
  int nodes() {
    return map.nodes().size();
  }

  void look() {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException notNow) {
      return; // it is being replaced, or gone: this node needs it again only at its next start
    }
    if (Arrays.equals(bytes, seen)) {
      return;
    }
    seen = bytes;
    try {
      follow(ClusterFile.read(file));
    } catch (IOException wrong) {
      refuse(String.valueOf(wrong.getMessage()));
    }
  }

  private void follow(ClusterMap next) {
    if (next.equals(map)) {
      return;
    }
    if (next.shardCount() != map.shardCount() || next.ownership() != map.ownership()) {
      refuse("%s has other shards or stores.".formatted(file));
    } else if (has(next) && !next.node(self.name()).equals(self)) {
      refuse("%s gives %s other roles or another address.".formatted(file, self.name()));
    } else {
      map = next;
      changed.accept(next);
      LOG.log(
          Level.INFO,
          "The cluster file has changed. Its nodes are {0}.",
          next.nodes().stream().map(ClusterNode::name).toList());
      if (!has(next)) {
        LOG.log(
            Level.INFO,
            "It has no node {0} any more: others serve its shards, and it can be stopped.",
            self.name());
      }
    }
  }

  private boolean has(ClusterMap next) {
    return next.nodes().stream().anyMatch(node -> node.name().equals(self.name()));
  }

  private static void refuse(String why) {
    LOG.log(
        Level.WARNING,
        "The cluster file has changed, and this node goes on by the former one: {0} Restart the"
            + " node to use the new file.",
        why);
  }

  @Override
  public void close() {
    ticker.close();
  }
}
