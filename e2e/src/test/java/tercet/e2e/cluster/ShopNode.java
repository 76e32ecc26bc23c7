package tercet.e2e.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.transaction.TransactionSettings;
import tercet.runtime.cluster.ClusterFile;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.OwnedShards;
import tercet.runtime.cluster.PeerSettings;
import tercet.runtime.cluster.PeerTransport;
import tercet.runtime.mailbox.LaneSettings;
import tercet.runtime.node.Node;
import tercet.store.rocksdb.RocksDbSettings;
import tercet.store.rocksdb.RocksDbStore;

/** A node with a RocksDB store of its own, as a process that a test can kill. */
final class ShopNode {
  static final String SERVING = "serving";

  private ShopNode() {}

  /**
   * Serves until standard input ends, so that it never outlives the test.
   *
   * @param arguments cluster file, name of the node, wire, data folder
   */
  public static void main(String[] arguments) throws IOException {
    ClusterMap map = ClusterFile.read(Path.of(arguments[0]));
    String name = arguments[1];
    InstantSource clock = Wires.clock();
    RocksDbStore store =
        RocksDbStore.open(
            Path.of(arguments[3]), map.shardCount(), RocksDbSettings.defaults(), clock);
    List<ShardId> shards = map.servedBy(map.node(name));
    OwnedShards.claim(Path.of(arguments[3]), shards);
    PeerTransport transport =
        new PeerTransport(map, name, Wires.valueOf(arguments[2]).open(), PeerSettings.DEFAULTS);
    Node node =
        new Node(
            new LinkedHashSet<>(shards),
            1,
            new LaneSettings(100_000, 500, true),
            new Kernel(
                new Shards(map.shardCount()),
                Protocol.SAGA,
                StepOrder.PARALLEL,
                new TransactionSettings(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(2))),
            store,
            transport,
            clock,
            answer -> {},
            failure -> Runtime.getRuntime().halt(1));
    node.start();
    transport.start(node);
    System.out.println(SERVING);
    while (System.in.read() >= 0) {
      // whatever is said, only the end matters
    }
    Runtime.getRuntime().halt(0);
  }
}
