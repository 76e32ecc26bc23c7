package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.runtime.cluster.ClusterFile;
import tercet.runtime.cluster.ClusterFileException;
import tercet.testing.testbed.fuzz.FuzzRun;

/** Texts that are nearly cluster files are read, or refused with a sentence that names the file. */
@Timeout(180)
final class ClusterFileFuzzTest {
  private static final List<String> SAMPLES =
      List.of(
          """
          # all on one machine
          shards = 64
          stores = own
          node.front.address = 127.0.0.1:7400
          node.front.roles = gateway
          node.shop-1.address = [::1]:7401
          node.shop-1.roles = order, stock, payment
          """,
          """
          shards=1
          stores=shared
          node.a.address=h:1
          node.a.roles=order,stock,payment,gateway
          """);

  private static final List<String> WORDS =
      List.of(
          "=",
          ".",
          ",",
          "\n",
          "\r",
          "#",
          "\\",
          "\\u00",
          "node.",
          ".address",
          "roles",
          "own",
          "-1",
          "0",
          "65536",
          "99999999999",
          "[",
          "]",
          ":",
          "\u0000",
          "\u00ff",
          " ",
          "\t",
          "gateway");

  @Test
  void everyTextIsReadOrRefusedWithASentence(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("cluster.properties");
    int tried =
        FuzzRun.run(
            SAMPLES,
            WORDS,
            bytes -> {
              Files.write(file, bytes);
              try {
                assertFalse(ClusterFile.read(file).nodes().isEmpty());
              } catch (ClusterFileException refused) {
                String sentence = String.valueOf(refused.getMessage());
                assertTrue(sentence.contains(file.toString()), sentence);
              }
            });
    assertTrue(tried > 10, "tried " + tried);
  }
}
