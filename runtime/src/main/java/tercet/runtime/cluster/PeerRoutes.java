package tercet.runtime.cluster;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ShardId;
import tercet.runtime.transport.Envelope;

/**
 * Which way an envelope goes: to the first server of its shard that is not suspected to be gone, or
 * to the node that asked. An envelope without such a node is lost. Safe for any thread.
 */
public final class PeerRoutes {
  private final Directory directory;
  private final AtomicLong lost = new AtomicLong();

  /** Who is there. */
  public interface Directory {
    /** The nodes that can serve a shard, the preferred one first. */
    List<? extends Destination> servers(ShardId shard);

    /** The node to which answers for a reply name go, or null if there is none. */
    @Nullable Destination asking(String replyName);
  }

  public PeerRoutes(Directory directory) {
    this.directory = directory;
  }

  /** Sends an envelope to where it can go now. Never blocks. */
  public void send(Envelope envelope) {
    switch (envelope) {
      case Envelope.ToShard message -> {
        for (Destination server : directory.servers(message.input().to())) {
          if (server.isReachable()) {
            server.send(envelope);
            return;
          }
        }
        lost.incrementAndGet();
      }
      case Envelope.ToNode answer -> send(envelope, answer.to().node());
      case Envelope.Question question -> send(envelope, question.node());
      case Envelope.Report report -> send(envelope, report.to().node());
    }
  }

  private void send(Envelope envelope, String to) {
    Destination node = directory.asking(to);
    if (node != null && node.isReachable()) {
      node.send(envelope);
    } else {
      lost.incrementAndGet();
    }
  }

  /** Whether a node that serves the shard can be reached, as far as is known. */
  public boolean reaches(ShardId shard) {
    for (Destination server : directory.servers(shard)) {
      if (server.isReachable()) {
        return true;
      }
    }
    return false;
  }

  /** Envelopes that no node could take: all nodes for them are suspected, or unknown. */
  public long lost() {
    return lost.get();
  }
}
