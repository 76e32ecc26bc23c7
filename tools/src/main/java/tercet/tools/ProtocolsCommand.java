package tercet.tools;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tercet.kernel.Protocol;
import tercet.server.command.ExitStatus;
import tercet.server.command.Subcommand;
import tercet.server.config.StoreChoice;
import tercet.testing.verifier.bench.BenchRun;
import tercet.testing.verifier.bench.LoadPlan;
import tercet.testing.verifier.bench.LoadTest;
import tercet.testing.verifier.bench.Median;
import tercet.testing.verifier.bench.Skew;
import tercet.testing.verifier.text.TextTable;

/** The command {@code tercet bench protocols}: all protocols and popularities in one table. */
@Command(
    name = "protocols",
    description =
        "Starts a Tercet with each protocol in turn and measures unique durable checkouts:"
            + " items equally popular (uniform), some more popular (zipf:0.99), and all checkouts"
            + " of one item (hot).",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
final class ProtocolsCommand extends Subcommand {
  private static final List<Skew> SKEWS =
      List.of(new Skew.Uniform(), new Skew.Zipf(0.99), new Skew.Hot());

  @Mixin private SeriesOptions load = new SeriesOptions();

  @Option(
      names = "--store",
      paramLabel = "NAME",
      description =
          "Store of the records: ${COMPLETION-CANDIDATES}; a server of PostgreSQL or Redis is "
              + "started.")
  private StoreChoice.Name store = StoreChoice.Name.ROCKSDB;

  @Option(
      names = "--run-option",
      paramLabel = "OPTION",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "Also given to each 'tercet run', for example --run-option=--lanes=2.")
  private List<String> runOptions = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "Folder for the data of the shops; a temporary one by default.")
  private Path data = Path.of(System.getProperty("java.io.tmpdir"));

  @Mixin private ResultFiles files = new ResultFiles();

  @Override
  protected ExitStatus run() throws IOException, InterruptedException {
    files.require(commandLine());
    Map<String, List<BenchRun>> runs = new LinkedHashMap<>();
    try (OwnStore server = OwnStore.start(store, this::say)) {
      for (int round = 0; round < load.rounds(); round++) {
        for (Protocol protocol : Protocol.values()) {
          measure(protocol, server, runs);
        }
      }
    }
    say(table(runs));
    List<BenchRun> all = runs.values().stream().flatMap(List::stream).toList();
    files.write(all, this::say);
    return ExitStatus.of(all.stream().allMatch(run -> run.books().isRight()));
  }

  private void measure(Protocol protocol, OwnStore server, Map<String, List<BenchRun>> runs)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(List.of("--protocol", protocol.toString()));
    options.addAll(server.options("bench_" + protocol.toString().replace('-', '_')));
    options.addAll(runOptions);
    try (OwnShop shop = OwnShop.start(data, options)) {
      for (Skew skew : SKEWS) {
        String name = name(protocol, skew);
        LoadPlan plan = load.plan(name, 1, skew);
        BenchRun run = new LoadTest(shop.target(), plan, line -> {}).run();
        say(
            "%s: %,.0f checkouts/s%s"
                .formatted(
                    name,
                    run.uniqueCheckoutsPerSecond(),
                    run.books().isRight() ? "" : ", and the books are WRONG"));
        runs.computeIfAbsent(name, made -> new ArrayList<>()).add(run);
      }
    }
  }

  private static String name(Protocol protocol, Skew skew) {
    return protocol + " " + skew;
  }

  private static String table(Map<String, List<BenchRun>> runs) {
    TextTable skews = TextTable.of("", 14);
    TextTable table = TextTable.of("protocol", 14);
    for (Skew skew : SKEWS) {
      skews = skews.column(skew.toString(), 40);
      table =
          table
              .column("checkouts/s", 16)
              .column("p50 ms", 8)
              .column("p99 ms", 8)
              .column("CPU us", 8);
    }
    List<String> lines = new ArrayList<>(List.of("", skews.head(), table.head()));
    for (Protocol protocol : Protocol.values()) {
      List<String> cells = new ArrayList<>();
      for (Skew skew : SKEWS) {
        List<BenchRun> cell = runs.getOrDefault(name(protocol, skew), List.of());
        cells.add(median(0, cell, BenchRun::uniqueCheckoutsPerSecond));
        cells.add(median(2, cell, run -> run.latency().p50()));
        cells.add(median(2, cell, run -> run.latency().p99()));
        cells.add(median(1, cell, BenchRun::processorMicros));
      }
      lines.add(table.row(protocol.toString(), cells));
    }
    return String.join("\n", lines);
  }

  private static String median(int places, List<BenchRun> runs, ToDoubleFunction<BenchRun> figure) {
    return ("%,." + places + "f").formatted(Median.of(runs.stream().mapToDouble(figure)));
  }
}
