package tercet.tools;

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
import tercet.testing.verifier.bench.BenchJson;
import tercet.testing.verifier.bench.BenchRun;

@Timeout(180)
final class BenchCommandTest {
  private final StringWriter out = new StringWriter();

  @TempDir private Path folder = Path.of("");

  @Test
  void shopIsStartedMeasuredJudgedAndRemoved() throws IOException {
    Path json = folder.resolve("bench.json");
    Path page = folder.resolve("bench.html");
    Path data = folder.resolve("data");
    int status =
        execute(
            "bench",
            "--seconds=0.3",
            "--warm-up=0.1",
            "--rounds=2",
            "--connections=8",
            "--records=2000",
            "--data=" + data,
            "--json=" + json,
            "--report=" + page);
    assertEquals(0, status, out::toString);
    assertTrue(out.toString().contains("checkout / do nothing:"), out::toString);
    assertTrue(out.toString().contains("Books: right"), out::toString);
    String numbers = Files.readString(json);
    assertTrue(numbers.contains("\"books_right\" : true"), numbers);
    List<BenchRun> runs = BenchJson.read(numbers);
    assertEquals(3, runs.size());
    for (BenchRun run : runs) {
      // Everything was answered with 200, the route that does nothing as well.
      assertEquals(List.of("200"), List.copyOf(run.byCode().keySet()), run.name());
    }
    assertTrue(Files.readString(page).contains("<div class=\"plot\">"));
    try (Stream<Path> left = Files.list(data)) {
      assertEquals(List.of(), left.toList());
    }
    assertEquals(0, execute("bench", "compare", json.toString(), json.toString()));
  }

  @Test
  void nonsenseIsRefused() {
    assertEquals(2, execute("bench", "--rounds=0"));
    assertEquals(2, execute("bench", "--seconds=-1"));
    assertEquals(2, execute("bench", "--connections=20001"));
    assertEquals(2, execute("bench", "--url=http://localhost:1", "--mix=buy"));
    assertEquals(2, execute("bench", "--url=http://localhost:1", "--rate=0"));
    assertEquals(2, execute("bench", "postgres", "--rate=0"));
    assertEquals(2, execute("verify", "--rounds=0"));
    assertEquals(2, execute("verify", "--buyers=20001"));
    assertEquals(2, execute("bench", "--report=" + folder.resolve("missing").resolve("a.html")));
    assertFalse(out.toString().contains("Exception"), out::toString);
  }

  @Test
  void whoMistypesTheAddressIsToldWhatToDo() {
    // Port 1 is reserved: nothing listens there.
    for (String command : List.of("verify", "bench")) {
      assertEquals(2, execute(command, "--url=http://127.0.0.1:1"));
      assertTrue(out.toString().contains("nothing answers at http://127.0.0.1:1"), out::toString);
      assertTrue(out.toString().contains("./tercet run"), out::toString);
    }
    assertEquals(2, execute("verify", "--url=https://127.0.0.1:1"));
    assertTrue(out.toString().contains("nothing answers at https://127.0.0.1:1"), out::toString);
    assertEquals(2, execute("verify", "--url=ftp://127.0.0.1:1"));
    assertTrue(out.toString().contains("is no address such as http"), out::toString);
  }

  @Test
  void fileThatIsNoResultIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("other.json"), "{}");
    assertEquals(2, execute("bench", "compare", file.toString()));
    assertTrue(out.toString().contains("other.json cannot be compared"), out::toString);
    assertFalse(out.toString().contains("Exception"), out::toString);
  }

  private int execute(String... arguments) {
    PrintWriter writer = new PrintWriter(out);
    CommandLine commandLine = Main.commandLine();
    return commandLine.setOut(writer).setErr(writer).execute(arguments);
  }
}
