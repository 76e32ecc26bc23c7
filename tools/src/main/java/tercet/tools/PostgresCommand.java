package tercet.tools;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tercet.kernel.Protocol;
import tercet.server.command.ExitStatus;
import tercet.server.command.Subcommand;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.server.PostgresServer;
import tercet.testing.verifier.bench.BenchRun;
import tercet.testing.verifier.bench.LoadPlan;
import tercet.testing.verifier.bench.LoadTest;
import tercet.testing.verifier.bench.Skew;
import tercet.testing.verifier.bench.Target;

/** The command {@code tercet bench postgres}: checkouts beside pgbench on the same server. */
@Command(
    name = "postgres",
    description =
        "Measures unique durable checkouts on a PostgreSQL server, and pgbench's simple update on "
            + "the same server in the same run: one process with all roles, then the cluster "
            + "'postgres' with different numbers of nodes for each service.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
final class PostgresCommand extends Subcommand {
  private static final Pattern TRANSACTIONS = Pattern.compile("tps = ([0-9.]+)");

  @Option(
      names = "--nodes",
      paramLabel = "N",
      split = ",",
      defaultValue = "0,1,2,4",
      description = "Nodes for each service; 0 is one process with all roles.")
  private List<Integer> nodes = List.of();

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description = "Protocol of checkouts: ${COMPLETION-CANDIDATES}.")
  private Protocol protocol = Protocol.TCC;

  @Mixin private SeriesOptions load = new SeriesOptions();

  @Mixin private ResultFiles files = new ResultFiles();

  @Override
  protected ExitStatus run() throws IOException {
    files.require(commandLine());
    Map<String, List<Pair>> pairs = new LinkedHashMap<>();
    try {
      for (int count : nodes) {
        pairs.put(name(count), measure(count));
      }
    } finally {
      if (!pairs.isEmpty()) {
        say(Pair.table("pgbench/s", pairs)); // also of the measurements before a failure
      }
    }
    List<BenchRun> runs = pairs.values().stream().flatMap(List::stream).map(Pair::run).toList();
    files.write(runs, this::say);
    return ExitStatus.of(runs.stream().allMatch(run -> run.books().isRight()));
  }

  private List<Pair> measure(int count) throws IOException {
    Blueprint blueprint = Blueprints.POSTGRES.withProtocol(protocol.toString());
    Blueprint sized = count == 0 ? blueprint.asOneProcess() : blueprint.withNodesPerService(count);
    List<String> program = count == 0 ? OwnProgram.server() : OwnProgram.node();
    LoadPlan plan = load.plan(name(count), Math.max(1, count), new Skew.Uniform());
    List<Pair> pairs = new ArrayList<>();
    try (LocalCluster cluster = LocalCluster.start(sized, program, this::say)) {
      PostgresServer server = cluster.database();
      server.program("pgbench", "--initialize", "--quiet", "--scale=16");
      for (int round = 0; round < load.rounds(); round++) {
        Target target = new Target(cluster.address(), cluster.pids());
        BenchRun run = new LoadTest(target, plan, line -> {}).run();
        Pair pair = new Pair(run, pgbench(server));
        say(pair.line("pgbench"));
        pairs.add(pair);
      }
    }
    return pairs;
  }

  private static String name(int count) {
    return switch (count) {
      case 0 -> "one process";
      case 1 -> "1 node each";
      default -> count + " nodes each";
    };
  }

  /** Its transactions per second. */
  private double pgbench(PostgresServer server) {
    String said =
        server.program(
            "pgbench",
            "--no-vacuum",
            "--skip-some-updates",
            "--protocol=prepared",
            "--client=16",
            "--time=" + load.duration().toSeconds());
    Matcher found = TRANSACTIONS.matcher(said);
    if (!found.find()) {
      throw new IllegalStateException("pgbench said no number: " + said);
    }
    return Double.parseDouble(found.group(1));
  }
}
