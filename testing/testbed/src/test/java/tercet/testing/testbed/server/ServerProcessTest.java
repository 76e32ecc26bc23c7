package tercet.testing.testbed.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("quick")
@Timeout(60)
final class ServerProcessTest {
  @TempDir private Path folder = Path.of("");

  /** As JUnit does with a test that takes too long, which then closes all that it started. */
  @Test
  void interruptedThreadLeavesNoProcessBehind() {
    ServerProcess server =
        ServerProcess.start(folder, folder.resolve("log"), Map.of(), List.of("sleep", "600"));
    Thread.currentThread().interrupt();
    try {
      server.kill();
      assertFalse(Signals.isThere(server.pid()));
    } finally {
      assertTrue(Thread.interrupted(), "the thread does not know any more that it is to end");
    }
  }
}
