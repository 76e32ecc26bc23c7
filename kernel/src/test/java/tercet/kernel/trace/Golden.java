package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.TestInfo;

/** Files with the traces that are right, one for each test. */
final class Golden {
  static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  private static final boolean REWRITE = Boolean.getBoolean("golden.rewrite");

  private Golden() {}

  /** Fails if the trace is not the one in the test's file. */
  static void matches(String trace, TestInfo test) throws IOException {
    Path file =
        FOLDER.resolve(
            name(test.getTestClass().orElseThrow(), test.getTestMethod().orElseThrow().getName()));
    if (REWRITE) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, trace);
    }
    String expected = Files.exists(file) ? Files.readString(file) : "";
    if (!trace.equals(expected)) {
      fail(difference(file, expected.lines().toList(), trace.lines().toList()));
    }
  }

  /** The first line that differs: all of a trace is better read as a difference of versions. */
  private static String difference(Path file, List<String> expected, List<String> actual) {
    int line = 0;
    while (line < Math.min(expected.size(), actual.size())
        && expected.get(line).equals(actual.get(line))) {
      line++;
    }
    return "%s, line %d%n  expected: %s%n  now:      %s%n%s"
        .formatted(
            file,
            line + 1,
            line < expected.size() ? expected.get(line) : "the end",
            line < actual.size() ? actual.get(line) : "the end",
            "To accept all changes, run it with -Dgolden.rewrite=true and read git diff.");
  }

  static String name(Class<?> testClass, String method) {
    return testClass.getSimpleName() + "." + method + ".txt";
  }
}
