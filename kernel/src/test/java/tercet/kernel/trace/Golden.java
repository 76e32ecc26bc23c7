package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    assertEquals(expected, trace, () -> file + "; -Dgolden.rewrite=true accepts what is new");
  }

  static String name(Class<?> testClass, String method) {
    return testClass.getSimpleName() + "." + method + ".txt";
  }
}
