package tercet.tools;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tercet.kernel.Protocol;
import tercet.server.command.ExitStatus;
import tercet.server.command.Subcommand;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.verifier.bench.BenchRun;
import tercet.testing.verifier.bench.LoadPlan;
import tercet.testing.verifier.bench.LoadTest;
import tercet.testing.verifier.bench.Median;
import tercet.testing.verifier.bench.Skew;
import tercet.testing.verifier.bench.Target;
import tercet.testing.verifier.http.Pace;
import tercet.testing.verifier.text.TextTable;

/** The command {@code tercet bench transports}: the same shop over each transport. */
@Command(
    name = "transports",
    description =
        "Starts the cluster 'postgres' with one node of each service and each transport in turn,"
            + " and one process with all roles. Measures unique durable checkouts, as many as the"
            + " shop can take, and then the latency at half of that rate (open loop).",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
final class TransportsCommand extends Subcommand {
  private static final String IN_PROCESS = "in-process";

  @Option(
      names = "--transports",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "in-process,http,grpc,redis-streams,kafka,rabbitmq",
      description = "Which, in this order.")
  private List<String> transports = List.of();

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description = "Protocol of checkouts: ${COMPLETION-CANDIDATES}.")
  private Protocol protocol = Protocol.TCC;

  @Mixin private SeriesOptions load = new SeriesOptions();

  @Mixin private ResultFiles files = new ResultFiles();

  /**
   * Two measurements of one cluster.
   *
   * @param full as many checkouts as it can take
   * @param half half of that rate
   */
  private record Measured(BenchRun full, BenchRun half) {}

  @Override
  protected ExitStatus run() throws IOException {
    files.require(commandLine());
    Map<String, List<Measured>> all = new LinkedHashMap<>();
    try {
      for (int round = 0; round < load.rounds(); round++) {
        for (String transport : transports) {
          all.computeIfAbsent(transport, made -> new ArrayList<>()).add(measure(transport));
        }
      }
    } finally {
      if (!all.isEmpty()) {
        say(table(all)); // also of the measurements before a failure
      }
    }
    List<BenchRun> runs =
        all.values().stream()
            .flatMap(List::stream)
            .flatMap(one -> List.of(one.full, one.half).stream())
            .toList();
    files.write(runs, this::say);
    return ExitStatus.of(runs.stream().allMatch(run -> run.books().isRight()));
  }

  private Measured measure(String transport) throws IOException {
    Blueprint postgres = Blueprints.POSTGRES.withProtocol(protocol.toString());
    boolean isOne = transport.equals(IN_PROCESS);
    Blueprint blueprint =
        isOne
            ? postgres.asOneProcess()
            : checked(() -> postgres.withNodesPerService(1).withTransport(transport));
    List<String> program = isOne ? OwnProgram.server() : OwnProgram.node();
    try (LocalCluster cluster = LocalCluster.start(blueprint, program, this::say)) {
      Target target = new Target(cluster.address(), cluster.pids());
      LoadPlan plan = load.plan(transport, 1, new Skew.Uniform());
      BenchRun full = new LoadTest(target, plan, line -> {}).run();
      double rate = full.uniqueCheckoutsPerSecond();
      say("%s: %,.0f checkouts/s%s".formatted(transport, rate, verdict(full)));
      BenchRun half = new LoadTest(target, open(plan, rate / 2), line -> {}).run();
      say("%s: p99 %.1f ms%s".formatted(half.name(), half.latency().p99(), verdict(half)));
      return new Measured(full, half);
    }
  }

  private static LoadPlan open(LoadPlan plan, double perSecond) {
    return new LoadPlan(
        "%s, %,.0f/s".formatted(plan.name(), perSecond),
        plan.duration(),
        plan.warmUp(),
        plan.connections(),
        new Pace.OpenLoop(Math.max(1, perSecond)),
        plan.records(),
        plan.skew(),
        plan.mix(),
        plan.compares());
  }

  private static String verdict(BenchRun run) {
    return run.books().isRight() ? "" : ", and the books are WRONG";
  }

  private static String table(Map<String, List<Measured>> all) {
    TextTable table =
        TextTable.of("transport", 16)
            .column("checkouts/s", 14)
            .column("CPU us", 10)
            .column("p50 ms at half", 16)
            .column("p99 ms at half", 16);
    List<String> lines = new ArrayList<>(List.of("", table.head()));
    all.forEach((transport, runs) ->
        lines.add(
            table.row(
                transport,
                List.of(
                    median(0, runs, one -> one.full.uniqueCheckoutsPerSecond()),
                    median(0, runs, one -> one.full.processorMicros()),
                    median(1, runs, one -> one.half.latency().p50()),
                    median(1, runs, one -> one.half.latency().p99())))));
    lines.add("CPU us: of nodes, database and broker, for each checkout at the full rate");
    return String.join("\n", lines);
  }

  private static String median(int places, List<Measured> all, ToDoubleFunction<Measured> figure) {
    return ("%,." + places + "f").formatted(Median.of(all.stream().mapToDouble(figure)));
  }
}
