package tercet.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import tercet.testing.verifier.bench.BenchJson;
import tercet.testing.verifier.bench.BenchRun;
import tercet.testing.verifier.report.HtmlReport;

/** Options that say where the numbers of runs are written. */
final class ResultFiles {
  @Option(names = "--json", paramLabel = "FILE", description = "File for all numbers, as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "File for a page with plots, for a browser.")
  private @Nullable Path report;

  /** Refuses files that cannot be written, before anything is measured for them. */
  void require(CommandLine command) {
    ResultFile.require(json, command);
    ResultFile.require(report, command);
  }

  void write(List<BenchRun> runs, Consumer<String> say) throws IOException {
    write(BenchJson.of(runs), runs, say);
  }

  /**
   * @param numbers of a summary of the runs, as JSON
   */
  void write(String numbers, List<BenchRun> runs, Consumer<String> say) throws IOException {
    write(numbers, HtmlReport.of(runs), say);
  }

  /** Writes a page that is not only about runs. */
  void write(String numbers, String pageText, Consumer<String> say) throws IOException {
    Path numbersFile = json;
    if (numbersFile != null) {
      Files.writeString(numbersFile, numbers);
    }
    Path page = report;
    if (page != null) {
      Files.writeString(page, pageText);
      say.accept("Report: " + page.toAbsolutePath().toUri());
    }
  }
}
