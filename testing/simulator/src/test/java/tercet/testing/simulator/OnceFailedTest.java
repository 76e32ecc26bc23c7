package tercet.testing.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the lines of {@code once-failed.txt}: arguments of the command line, then a comment. */
final class OnceFailedTest {
  @ParameterizedTest
  @MethodSource
  void seedThatOnceFailedBreaksNoPromise(String arguments) {
    Options options = Lines.options(arguments, 0);
    assertTrue(new Simulation(options, System.out).run());
  }

  static Stream<String> seedThatOnceFailedBreaksNoPromise() {
    try (InputStream file = OnceFailedTest.class.getResourceAsStream("once-failed.txt")) {
      if (file == null) {
        throw new IllegalStateException("once-failed.txt is missing");
      }
      List<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      return lines.stream()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
