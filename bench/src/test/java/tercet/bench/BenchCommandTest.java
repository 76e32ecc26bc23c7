package tercet.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(180)
final class BenchCommandTest {
  private final StringWriter out = new StringWriter();

  @Test
  void serverIsStartedMeasuredJudgedAndRemoved(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("bench.json");
    Path data = folder.resolve("data");
    int status =
        execute(
            "--seconds=0.3",
            "--warm-up=0.1",
            "--rounds=2",
            "--connections=8",
            "--records=2000",
            "--data=" + data,
            "--json=" + json);
    assertEquals(0, status, out::toString);
    assertTrue(out.toString().contains("Books: right"), out::toString);
    String numbers = Files.readString(json);
    assertTrue(numbers.contains("\"books_right\": true"), numbers);
    // Everything was answered with 200, the route that does nothing as well.
    assertFalse(numbers.contains("\"per_second\": 0.0000"), numbers);
    try (Stream<Path> left = Files.list(data)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void nonsenseIsRefused() {
    assertEquals(2, execute("--rounds=0"));
    assertEquals(2, execute("--seconds=-1"));
    assertEquals(2, execute("--connections=5000"));
  }

  private int execute(String... arguments) {
    PrintWriter writer = new PrintWriter(out);
    return new CommandLine(new BenchCommand()).setOut(writer).setErr(writer).execute(arguments);
  }
}
