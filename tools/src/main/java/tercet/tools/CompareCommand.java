package tercet.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tercet.judge.bench.BenchJson;
import tercet.judge.bench.BenchRun;
import tercet.judge.bench.BenchText;
import tercet.judge.report.HtmlReport;

/** The command {@code tercet bench compare}: runs side by side. */
@Command(
    name = "compare",
    description = "Shows runs side by side, each against the first.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files that 'tercet bench --json' wrote.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a page with plots there, for a browser.")
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException {
    ResultFile.require(report, spec.commandLine());
    List<BenchRun> runs = new ArrayList<>();
    for (Path file : files) {
      runs.addAll(read(file));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(BenchText.comparison(runs));
    Path page = report;
    if (page != null) {
      Files.writeString(page, HtmlReport.of(runs));
      out.println("Report: " + page.toAbsolutePath().toUri());
    }
    return 0;
  }

  private List<BenchRun> read(Path file) {
    try {
      return BenchJson.read(Files.readString(file));
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), "%s cannot be compared: %s".formatted(file, e.getMessage()), e);
    }
  }
}
