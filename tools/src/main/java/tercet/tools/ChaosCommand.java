package tercet.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tercet.server.command.DurationConverter;
import tercet.server.command.ExitStatus;
import tercet.server.command.Subcommand;
import tercet.testing.chaos.ChaosJson;
import tercet.testing.chaos.ChaosPlan;
import tercet.testing.chaos.ChaosReport;
import tercet.testing.chaos.ChaosResult;
import tercet.testing.chaos.ChaosRun;
import tercet.testing.chaos.ChaosSettings;
import tercet.testing.chaos.ChaosText;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.cluster.Member;
import tercet.testing.verifier.bench.Mix;

/** The command {@code tercet chaos}: breaks a cluster while clients buy, and judges it. */
@Command(
    name = "chaos",
    description =
        "Starts a cluster on this machine, lets clients buy, and meanwhile kills, halts, cuts off,"
            + " slows and restarts its members. At the end it says for each fault how long no"
            + " client could buy, and compares every user, item and order with the clients'"
            + " answers.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    footerHeading = "%nA plan has one fault per line, for example:%n",
    footer = {
      "  at 10s   kill    order            for 5s   # one of them; started again after 5 s",
      "  at 30s   kill    order-1, stock   for 5s   # both at once",
      "  at 60s   pause   stock            for 10s  # SIGSTOP",
      "  after 5s isolate payment          for 5s   # 5 s after all are well again (as without it)",
      "           slow    gateway          for 10s  # SIGSTOP and SIGCONT in quick turns",
      "           restart primary                   # kill -9, and started at once",
      "To whom: a member's name, or a role for one of those that have it, by the seed.",
      "A fault begins when the shop has recovered from the one before, be it after its time.",
      "A TIME is 500ms, 5s, 2.5s, 2m or 24h; without a unit it is in seconds."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every answer to a client is true, and all members came back",
      "1:an answer is wrong, or a member did not come back",
      "2:the cluster could not be tested"
    })
final class ChaosCommand extends Subcommand {
  private static final long MILLIS_PER_MINUTE = 60_000;
  private static final double MINUTES_IF_RANDOM = 2;

  @Parameters(
      paramLabel = "CLUSTER",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "One of ${COMPLETION-CANDIDATES}.",
      completionCandidates = BlueprintOptions.Names.class)
  private String cluster = "";

  @Option(names = "--plan", paramLabel = "FILE", description = "Inject the faults in this file.")
  private @Nullable Path plan;

  @Option(
      names = "--random",
      description = {
        "Draw faults that the cluster can bear: one member of each role stays up where there are"
            + " several, and at most one database is hit.",
        "This is the default without --plan."
      })
  private boolean random;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description =
          "Length of the load; no fault begins later. Default: 2 for drawn faults, and the length"
              + " of the plan for a plan.")
  private @Nullable Double minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Seed of the faults; an earlier one repeats them. By default a new one, which is"
              + " printed.")
  private @Nullable Long seed;

  @Mixin private BlueprintOptions changes = new BlueprintOptions();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = {
        "Requests per second, whether or not earlier ones were answered (an open loop).",
        "Default: half of the rate in the warm-up, at most 400."
      })
  private double rate;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Requests under way at once, at most.")
  private int connections = ChaosSettings.usual().connections();

  @Option(names = "--mix", paramLabel = "MIX", description = "Calls and weights, as in 'bench'.")
  private String mix = ChaosSettings.usual().mix().toString();

  @Option(names = "--records", paramLabel = "N", description = "Items and users.")
  private int records = ChaosSettings.usual().records();

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "5s",
      description = "Length of the load before the faults, to find the rate of the shop.")
  private Duration warmUp = ChaosSettings.usual().warmUp();

  @Option(
      names = "--recovery",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "60s",
      description =
          "Time within which members must be ready and checkouts succeed again after a fault.")
  private Duration recovery = ChaosSettings.usual().recoveryMax();

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "30s",
      description =
          "Time within which open transactions must end; the result says how long they took.")
  private Duration settle = ChaosSettings.usual().settleMax();

  @Mixin private ResultFiles files = new ResultFiles();

  @Override
  protected ExitStatus run() throws IOException, InterruptedException {
    files.require(commandLine());
    Long given = seed;
    long drawn = given == null ? System.nanoTime() & Integer.MAX_VALUE : given;
    try {
      ChaosSettings settings = settings();
      ChaosPlan written = writtenPlan();
      Blueprint blueprint = changes.blueprint(cluster);
      say("Starting the cluster " + cluster);
      try (LocalCluster started = LocalCluster.start(blueprint, OwnProgram.node(), this::say)) {
        List<Member> members = started.members();
        ChaosPlan toDo =
            written.faults().isEmpty()
                ? ChaosPlan.random(members, settings.lengthMax(), drawn)
                : written;
        ChaosResult result =
            new ChaosRun(cluster, started, toDo, settings, drawn)
                .run(this::say)
                .with("protocol", blueprint.protocol())
                .with("transport", blueprint.transport());
        say("\n" + ChaosText.of(result));
        if (!result.findings().isEmpty()) {
          say("\nThe last output of all members:\n" + started.lastWords());
        }
        files.write(ChaosJson.of(result), ChaosReport.of(result), this::say);
        return ExitStatus.of(result.isRight());
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine(), e.getMessage(), e);
    }
  }

  /** Empty if faults are to be drawn. */
  private ChaosPlan writtenPlan() {
    Path file = plan;
    if (file == null) {
      return new ChaosPlan(List.of());
    }
    if (random) {
      throw new IllegalArgumentException("either --plan or --random, not both");
    }
    try {
      return ChaosPlan.parse(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalArgumentException("the plan %s cannot be read: %s".formatted(file, e), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s, %s".formatted(file, e.getMessage()), e);
    }
  }

  private ChaosSettings settings() {
    Double given = minutes;
    boolean isDrawn = plan == null;
    ChaosSettings usual = ChaosSettings.usual();
    double asked = given == null ? isDrawn ? MINUTES_IF_RANDOM : 0 : given;
    Duration length = Duration.ofMillis((long) (asked * MILLIS_PER_MINUTE));
    return new ChaosSettings(
        rate,
        connections,
        records,
        Mix.parse(mix),
        warmUp,
        length,
        length.isZero() ? usual.lengthMax() : length,
        recovery,
        settle);
  }
}
