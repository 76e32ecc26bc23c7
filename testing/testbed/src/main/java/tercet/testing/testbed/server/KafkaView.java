package tercet.testing.testbed.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker's view of its cluster: the answer to a request of the Kafka protocol, "Metadata"
 * in version 1, for all topics.
 *
 * @param brokers numbers of those that are there
 * @param partitions of all topics
 */
record KafkaView(Set<Integer> brokers, List<Partition> partitions) {
  private static final int METADATA = 3;
  private static final int VERSION = 1;
  private static final int ALL_TOPICS = -1;
  private static final int WITHIN_MILLIS = 1_000;
  private static final int BYTES_MAX = 1 << 24;

  /**
   * A part of a topic.
   *
   * @param leader number of its broker, -1 if there is none
   * @param replicas brokers that are to have it
   * @param inSync brokers that have all of it
   */
  record Partition(int leader, Set<Integer> replicas, Set<Integer> inSync) {}

  /** Asks a broker on loopback; null if it does not answer within a second. */
  static @Nullable KafkaView read(int port) {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(WITHIN_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), WITHIN_MILLIS);
      ask(new DataOutputStream(socket.getOutputStream()));
      return answer(new DataInputStream(socket.getInputStream()));
    } catch (IOException e) {
      return null;
    }
  }

  private static void ask(DataOutputStream out) throws IOException {
    byte[] client = "testbed".getBytes(StandardCharsets.UTF_8);
    out.writeInt(3 * Short.BYTES + 2 * Integer.BYTES + client.length);
    out.writeShort(METADATA);
    out.writeShort(VERSION);
    out.writeInt(0); // the number of the request
    out.writeShort(client.length);
    out.write(client);
    out.writeInt(ALL_TOPICS);
    out.flush();
  }

  private static KafkaView answer(DataInputStream in) throws IOException {
    if (in.readInt() > BYTES_MAX) {
      throw new IOException("no answer of a broker");
    }
    in.readInt(); // the number of the request
    Set<Integer> brokers = new HashSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      brokers.add(in.readInt());
      text(in); // its host
      in.readInt(); // its port
      text(in); // its rack
    }
    in.readInt(); // some broker
    List<Partition> partitions = new ArrayList<>();
    for (int topics = in.readInt(); topics > 0; topics--) {
      in.readShort(); // an error
      text(in); // its name
      in.readByte(); // whether it is Kafka's own
      for (int left = in.readInt(); left > 0; left--) {
        in.readShort(); // an error
        in.readInt(); // its number
        partitions.add(new Partition(in.readInt(), numbers(in), numbers(in)));
      }
    }
    return new KafkaView(brokers, partitions);
  }

  private static void text(DataInputStream in) throws IOException {
    in.skipNBytes(Math.max(0, in.readShort()));
  }

  private static Set<Integer> numbers(DataInputStream in) throws IOException {
    Set<Integer> numbers = new HashSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      numbers.add(in.readInt());
    }
    return numbers;
  }

  /** Whether a broker is there and has all that it is to have. */
  boolean isComplete(int broker) {
    return brokers.contains(broker)
        && partitions.stream()
            .filter(partition -> partition.replicas.contains(broker))
            .allMatch(partition -> partition.inSync.contains(broker));
  }

  /** How many partitions a broker leads. */
  int led(int broker) {
    return (int) partitions.stream().filter(partition -> partition.leader == broker).count();
  }
}
