package tercet.tools;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tercet.kernel.Protocol;
import tercet.server.command.ExitStatus;
import tercet.server.command.Subcommand;
import tercet.testing.testbed.server.RedisServer;
import tercet.testing.verifier.bench.BenchRun;
import tercet.testing.verifier.bench.LoadPlan;
import tercet.testing.verifier.bench.LoadTest;
import tercet.testing.verifier.bench.Skew;
import tercet.testing.verifier.bench.Target;

/** The command {@code tercet bench redis}: checkouts beside redis-benchmark on the same server. */
@Command(
    name = "redis",
    description =
        "Measures unique checkouts of one process on a Redis server, and redis-benchmark's SET "
            + "(-P 1 -c 50) on the same server in the same run: with a server that writes each "
            + "commit to the disk, and with one that keeps all in memory.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
final class RedisCommand extends Subcommand {
  private static final int SETS = 100_000;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description = "Of checkouts: ${COMPLETION-CANDIDATES}.")
  private Protocol protocol = Protocol.TCC;

  @Mixin private SeriesOptions load = new SeriesOptions();

  @Mixin private ResultFiles files = new ResultFiles();

  @Override
  protected ExitStatus run() throws IOException, InterruptedException {
    files.require(commandLine());
    Map<String, List<Pair>> pairs = new LinkedHashMap<>();
    try {
      pairs.put("on disk", measure("on disk", List.of(), "disk"));
      pairs.put("in memory", measure("in memory", List.of("--appendonly", "no"), "memory"));
    } finally {
      if (!pairs.isEmpty()) {
        say(Pair.table("redis-benchmark/s", pairs)); // also the measurements before a failure
      }
    }
    List<BenchRun> runs = pairs.values().stream().flatMap(List::stream).map(Pair::run).toList();
    files.write(runs, this::say);
    return ExitStatus.of(runs.stream().allMatch(run -> run.books().isRight()));
  }

  private List<Pair> measure(String name, List<String> settings, String durability)
      throws IOException, InterruptedException {
    LoadPlan plan = load.plan(name, 1, new Skew.Uniform());
    List<Pair> pairs = new ArrayList<>();
    try (RedisServer server = RedisServer.start(this::say, settings)) {
      List<String> options = new ArrayList<>(List.of("--protocol", protocol.toString()));
      options.addAll(List.of("--store=redis", "--redis-url=" + server.url()));
      options.add("--redis-durability=" + durability);
      try (OwnShop shop = OwnShop.start(Path.of(System.getProperty("java.io.tmpdir")), options)) {
        List<Long> pids = new ArrayList<>(shop.target().pids());
        pids.add(server.process().pid());
        for (int round = 0; round < load.rounds(); round++) {
          BenchRun run =
              new LoadTest(new Target(shop.target().address(), pids), plan, line -> {}).run();
          Pair pair = new Pair(run, server.benchmark(SETS));
          say(pair.line("redis-benchmark"));
          pairs.add(pair);
        }
      }
    }
    return pairs;
  }
}
