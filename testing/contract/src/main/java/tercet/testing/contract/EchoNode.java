package tercet.testing.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiFunction;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.Request;
import tercet.runtime.cluster.ClusterFile;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.PeerSettings;
import tercet.runtime.cluster.PeerTransport;
import tercet.runtime.cluster.PeerWire;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/**
 * A node that answers every request with its own name, as a process that a test can kill. It ends
 * when its standard input does, so that it never outlives the test.
 */
public final class EchoNode {
  /** The secret of all such nodes. */
  public static final ClusterSecret SECRET = new ClusterSecret("a-secret-of-tests-only");

  static final String SERVING = "serving";

  private EchoNode() {}

  /**
   * Serves until standard input ends.
   *
   * @param arguments the cluster file, and the name of this node
   */
  public static void run(PeerWire wire, String... arguments) throws IOException {
    run((map, name) -> new PeerTransport(map, name, wire, PeerSettings.DEFAULTS), arguments);
  }

  /**
   * The same with any transport.
   *
   * @param connect makes it from the cluster and the name of this node
   */
  public static void run(BiFunction<ClusterMap, String, Transport> connect, String... arguments)
      throws IOException {
    ClusterMap map = ClusterFile.read(Path.of(arguments[0]));
    String name = arguments[1];
    try (Transport transport = connect.apply(map, name)) {
      transport.start(envelope -> {
        if (envelope instanceof Envelope.ToShard(Request request)) {
          transport.send(new Envelope.ToNode(request.replyTo(), new Answer.Created(name)));
        }
        return true;
      });
      System.out.println(SERVING);
      while (System.in.read() >= 0) {
        // only the end of the input matters
      }
    }
  }
}
