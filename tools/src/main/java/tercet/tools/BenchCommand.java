package tercet.tools;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tercet.server.command.AuthorityOption;
import tercet.server.command.DurationConverter;
import tercet.server.command.ExitStatus;
import tercet.server.command.Subcommand;
import tercet.testing.verifier.bench.BenchJson;
import tercet.testing.verifier.bench.BenchRun;
import tercet.testing.verifier.bench.BenchText;
import tercet.testing.verifier.bench.LoadPlan;
import tercet.testing.verifier.bench.LoadTest;
import tercet.testing.verifier.bench.Mix;
import tercet.testing.verifier.bench.RatioPlan;
import tercet.testing.verifier.bench.RatioResult;
import tercet.testing.verifier.bench.RatioTest;
import tercet.testing.verifier.bench.RatioText;
import tercet.testing.verifier.bench.Skew;
import tercet.testing.verifier.bench.Target;
import tercet.testing.verifier.shop.NoShopException;
import tercet.testing.verifier.shop.ShopClient;

/** The command {@code tercet bench}: measures any shop, or our own against doing nothing. */
@Command(
    name = "bench",
    description = {
      "With --url: measures the running shop there; any shop with the same HTTP contract will do."
          + " The shop loses its data.",
      "Without --url: starts a Tercet of its own, and measures unique durable checkouts per second"
          + " in turns with requests that do nothing. On a noisy machine the ratio of both says"
          + " more than either.",
      "At the end every record is compared with the answers that clients got."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    subcommands = {
      CompareCommand.class,
      ProtocolsCommand.class,
      PostgresCommand.class,
      TransportsCommand.class,
      RedisCommand.class
    },
    footer = {"", "A TIME is 500ms, 5s, 2.5s, 2m or 24h; without a unit it is in seconds."},
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every record is as clients were told",
      "1:some record is not, or a checkout was answered before it was paid",
      "2:the shop could not be measured"
    })
final class BenchCommand extends Subcommand {
  private static final Duration DURATION = Duration.ofSeconds(20);
  private static final Duration ROUND_DURATION = Duration.ofSeconds(5);

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Measure the shop at this address. If it has tokens, TERCET_TOKEN has one.")
  private @Nullable URI url;

  @Mixin private AuthorityOption authority = new AuthorityOption();

  @Option(
      names = {"--duration", "--seconds"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Length of one measurement: 20s, or 5s without --url.")
  private @Nullable Duration duration;

  @Mixin private LoadOptions load = new LoadOptions();

  @Option(
      names = "--mix",
      paramLabel = "CALLS",
      description =
          "With --url: calls and their weights, for example checkout=60,find-item=40. "
              + "There are checkout (each order once), repeat (of a checkout), find-order, "
              + "find-item, find-user, add-stock, subtract-stock, add-funds, pay, "
              + "create-order, create-item, create-user, noop.")
  private String mix = "checkout";

  @Option(
      names = "--skew",
      paramLabel = "SKEW",
      description = "With --url: popularity of the items: uniform, zipf:0.99 or hot.")
  private String skew = "uniform";

  @Option(
      names = "--check",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "With --url: compare the books at the end.")
  private boolean check = true;

  @Option(
      names = "--pid",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      paramLabel = "N",
      split = ",",
      description =
          "With --url: ids of the shop's processes on this machine, to measure its processor time.")
  private List<Long> pids = new ArrayList<>();

  @Option(names = "--name", paramLabel = "TEXT", description = "With --url: name in the report.")
  private @Nullable String name;

  @Option(names = "--rounds", paramLabel = "N", description = "Without --url: rounds in turn.")
  private int rounds = 5;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "Without --url: folder for the data of the shop; a temporary one by default.")
  private Path data = Path.of(System.getProperty("java.io.tmpdir"));

  @Mixin private ResultFiles files = new ResultFiles();

  @Override
  protected ExitStatus run() throws IOException, InterruptedException, NoShopException {
    files.require(commandLine());
    authority.trust();
    URI running = url;
    if (running != null) {
      return measure(running);
    }
    RatioPlan plan = ratioPlan();
    try (OwnShop shop = OwnShop.start(data, List.of())) {
      say("Data on %s in %s".formatted(shop.fileSystem(), data));
      if (shop.fileSystem().equals("tmpfs")) {
        say("That is memory, where durable costs nothing: choose a disk by --data.");
      }
      say("%d rounds take about %d s".formatted(plan.rounds(), plan.durationGuess().toSeconds()));
      RatioResult result = new RatioTest(shop.target(), plan, this::say).run();
      say("\n" + RatioText.of(result));
      files.write(BenchJson.of(result), result.runs(), this::say);
      sayVerdict(result.isRight());
      return ExitStatus.of(result.isRight());
    }
  }

  private ExitStatus measure(URI running) throws IOException, NoShopException {
    for (long pid : pids) {
      if (ProcessHandle.of(pid).isEmpty()) {
        throw new ParameterException(
            commandLine(), "--pid %d is no process of this machine".formatted(pid));
      }
    }
    LoadPlan plan = loadPlan(running);
    try (ShopClient shop = new ShopClient(running)) {
      shop.requireShop(this::say);
    }
    BenchRun run = new LoadTest(new Target(running, pids), plan, this::say).run();
    say("\n" + BenchText.of(run));
    files.write(List.of(run), this::say);
    if (run.early().isWrong() && run.books().isRight()) {
      say("\nWRONG: checkouts were answered before they were paid.");
    } else if (run.books().compared()) {
      sayVerdict(run.books().isRight());
    }
    return ExitStatus.of(run.isRight());
  }

  private void sayVerdict(boolean right) {
    say(
        right
            ? "\nRIGHT: the shop's records agree with all answers."
            : "\nWRONG: the books above list every difference.");
  }

  private LoadPlan loadPlan(URI running) {
    String given = name;
    return load.checked(() ->
        new LoadPlan(
            given == null ? running.toString() : given,
            duration == null ? DURATION : duration,
            load.warmUp(),
            load.connections(),
            load.pace(),
            load.records(),
            Skew.parse(skew),
            Mix.parse(mix),
            check));
  }

  private RatioPlan ratioPlan() {
    return load.checked(() ->
        new RatioPlan(
            duration == null ? ROUND_DURATION : duration,
            load.warmUp(),
            rounds,
            load.connections(),
            load.records()));
  }
}
