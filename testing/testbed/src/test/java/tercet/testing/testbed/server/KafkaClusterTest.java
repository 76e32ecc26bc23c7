package tercet.testing.testbed.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class KafkaClusterTest {
  @Test
  void serverThatIsKilledIsMissedAndComesBack(@TempDir Path folder) {
    Path own = folder.resolve("kafka");
    try (KafkaCluster cluster = KafkaCluster.start(own, 3, what -> {})) {
      KafkaProcess first = cluster.servers().getFirst();
      KafkaProcess second = cluster.servers().get(1);
      first.kill();
      assertFalse(first.answers());
      Await.until("it is missed", Duration.ofSeconds(20), () -> !knows(second, first));
      cluster.restart();
      assertTrue(knows(second, first));
      assertTrue(cluster.servers().stream().allMatch(KafkaProcess::answers));
    }
    assertFalse(Files.exists(own));
  }

  private static boolean knows(KafkaProcess server, KafkaProcess other) {
    KafkaView view = KafkaView.read(server.port());
    return view != null && view.brokers().contains(other.number());
  }
}
