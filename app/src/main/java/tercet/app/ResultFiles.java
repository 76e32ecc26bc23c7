package tercet.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options of commands that measure for the files of their results. */
final class ResultFiles {
  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers there.")
  private @Nullable Path json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a page with plots there, for a browser.")
  private @Nullable Path report;

  /** Refuses files that cannot be written, before anything is measured. */
  void require(CommandLine commandLine) {
    ResultFile.require(json, commandLine);
    ResultFile.require(report, commandLine);
  }

  /**
   * Writes those that are wanted.
   *
   * @param out is told where the report is
   */
  void write(Supplier<String> numbers, Supplier<String> page, PrintWriter out) throws IOException {
    Path numbersFile = json;
    if (numbersFile != null) {
      Files.writeString(numbersFile, numbers.get());
    }
    Path pageFile = report;
    if (pageFile != null) {
      Files.writeString(pageFile, page.get());
      out.println("Report: " + pageFile.toAbsolutePath().toUri());
      out.flush();
    }
  }
}
