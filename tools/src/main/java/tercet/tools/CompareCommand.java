package tercet.tools;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tercet.server.command.ExitStatus;
import tercet.server.command.Subcommand;
import tercet.testing.verifier.bench.BenchJson;
import tercet.testing.verifier.bench.BenchRun;
import tercet.testing.verifier.bench.BenchText;
import tercet.testing.verifier.report.HtmlReport;

/** The command {@code tercet bench compare}: runs side by side. */
@Command(
    name = "compare",
    description = "Shows runs side by side, each against the first.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CompareCommand extends Subcommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files that 'tercet bench --json' wrote.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "File for a page with plots, for a browser.")
  private @Nullable Path report;

  @Override
  protected ExitStatus run() throws IOException {
    ResultFile.require(report, commandLine());
    List<BenchRun> runs = new ArrayList<>();
    for (Path file : files) {
      runs.addAll(read(file));
    }
    PrintWriter out = out();
    out.println(BenchText.comparison(runs));
    Path page = report;
    if (page != null) {
      Files.writeString(page, HtmlReport.of(runs));
      out.println("Report: " + page.toAbsolutePath().toUri());
    }
    return ExitStatus.RIGHT;
  }

  private List<BenchRun> read(Path file) {
    try {
      return BenchJson.read(Files.readString(file));
    } catch (IOException e) {
      throw new ParameterException(
          commandLine(), "%s cannot be compared: %s".formatted(file, e.getMessage()), e);
    }
  }
}
