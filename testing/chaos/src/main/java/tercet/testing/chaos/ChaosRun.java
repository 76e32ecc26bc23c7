package tercet.testing.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import tercet.testing.testbed.cluster.Cluster;
import tercet.testing.verifier.bench.BenchRun;
import tercet.testing.verifier.bench.LoadCall;
import tercet.testing.verifier.bench.LoadPlan;
import tercet.testing.verifier.bench.LoadTest;
import tercet.testing.verifier.bench.Mix;
import tercet.testing.verifier.bench.Skew;
import tercet.testing.verifier.bench.SteadyLoad;
import tercet.testing.verifier.bench.Successes;
import tercet.testing.verifier.bench.Target;
import tercet.testing.verifier.http.Pace;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.Settlement;
import tercet.testing.verifier.shop.UnreadableShopException;

/**
 * Lets clients buy from a cluster, breaks its members by a plan meanwhile, and compares the books:
 * for every user, item and order, the answers that clients got with the shop's records. The cluster
 * must be ready. Its data is deleted; it is left running.
 *
 * @param name of the cluster, for a person
 * @param plan which this cluster can suffer, see {@link ChaosPlan#checkAgainst}
 * @param seed chooses a member for a role
 */
public record ChaosRun(
    String name, Cluster cluster, ChaosPlan plan, ChaosSettings settings, long seed) {
  /** Load without faults at the end, which shows that the rate is back. */
  private static final double TAIL_SECONDS = 6;

  /** A recovery takes so much longer than guessed on a busy machine, where JVMs start slowly. */
  private static final Duration RESERVE_EACH = Duration.ofSeconds(30);

  /** After the last fault may begin. */
  private static final Duration RESERVE_END = Duration.ofMinutes(2);

  private static final Duration READING_MAX = Duration.ofMinutes(5);
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * @param progress hears how it goes, line by line, from several threads but from one at a time
   * @throws IllegalArgumentException with a sentence for a person, if it would need too many orders
   * @throws tercet.testing.verifier.shop.UnexpectedReplyException if the records cannot be prepared
   * @throws IOException if this machine has not enough connections
   * @throws InterruptedException if the thread is interrupted; members may be left broken
   */
  public ChaosResult run(Consumer<String> progress) throws IOException, InterruptedException {
    plan.checkAgainst(cluster.members());
    Object turn = new Object();
    Consumer<String> inTurn =
        line -> {
          synchronized (turn) {
            progress.accept(line);
          }
        };
    Target target = new Target(cluster.address(), List.of());
    double rate = settings.perSecond();
    if (settings.warmUp().isPositive()) {
      double found = warmUp(target);
      rate = rate > 0 ? rate : Math.clamp(found / 2, 1, ChaosSettings.PER_SECOND_MAX);
      inTurn.accept("Warm-up: %,.0f answers per second".formatted(found));
    }
    SteadyLoad load = SteadyLoad.prepare(target, loadPlan(rate), inTurn);
    inTurn.accept("Load: %,.0f requests per second; seed %d; the plan:".formatted(rate, seed));
    plan.toString().lines().forEach(line -> inTurn.accept("  " + line));
    cluster.admins().stream()
        .findFirst()
        .ifPresent(admin -> inTurn.accept("Watch it at %s/".formatted(admin)));
    Nemesis nemesis = strike(load, inTurn);
    return judge(load, nemesis);
  }

  private double warmUp(Target target) throws IOException {
    LoadPlan warmUp =
        new LoadPlan(
            name,
            settings.warmUp(),
            Duration.ZERO,
            settings.connections(),
            new Pace.ClosedLoop(),
            settings.records(),
            new Skew.Uniform(),
            Mix.of(LoadCall.CHECKOUT),
            false);
    return new LoadTest(target, warmUp, line -> {}).run().okPerSecond();
  }

  private LoadPlan loadPlan(double rate) {
    Duration slow = plan.lengthGuess().plus(RESERVE_EACH.multipliedBy(plan.faults().size()));
    Duration length = longer(shorter(slow, settings.lengthMax()), settings.lengthMin());
    return new LoadPlan(
        name,
        length.plus(RESERVE_END),
        Duration.ZERO,
        settings.connections(),
        new Pace.OpenLoop(rate),
        settings.records(),
        new Skew.Uniform(),
        settings.mix(),
        false);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  // --- Load and faults ---

  private Nemesis strike(SteadyLoad load, Consumer<String> progress)
      throws IOException, InterruptedException {
    try (FaultRemarks remarks = new FaultRemarks(cluster.admins())) {
      return strike(load, progress, remarks);
    }
  }

  private Nemesis strike(SteadyLoad load, Consumer<String> progress, FaultRemarks remarks)
      throws IOException, InterruptedException {
    return new LoadedShop(load)
        .during(stage -> {
          Nemesis nemesis =
              new Nemesis(
                  cluster.members(),
                  stage,
                  settings.recoveryMax(),
                  new SplittableRandom(seed),
                  progress,
                  remarks);
          nemesis.strike(plan, seconds(settings.lengthMax()));
          double end = Math.max(stage.now() + TAIL_SECONDS, seconds(settings.lengthMin()));
          while (nemesis.findings().isEmpty() && stage.now() < end && !stage.isOver()) {
            stage.pause(0.05);
          }
          return nemesis;
        });
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS_PER_SECOND;
  }

  // --- Judgement ---

  private ChaosResult judge(SteadyLoad load, Nemesis nemesis) {
    List<String> findings = new ArrayList<>(nemesis.findings());
    List<FaultFigures> faults = figures(nemesis.strikes(), load.successes(), load);
    List<BenchRun.Event> events =
        nemesis.strikes().stream()
            .map(strike ->
                new BenchRun.Event(strike.at(), strike.healedAt() - strike.at(), strike.what()))
            .toList();
    BenchRun run = load.result(events).with("seed", Long.toString(seed));
    double consistentAfter = Double.NaN;
    long unknownPaid = 0;
    try {
      Duration readingMax = findings.isEmpty() ? READING_MAX : settings.recoveryMax();
      Settlement settlement = load.settle(settings.settleMax(), readingMax);
      run = run.with(BenchRun.BookCheck.of(settlement.audit()));
      unknownPaid = settlement.audit().unknownPaid();
      if (settlement.audit().isClean()) {
        consistentAfter = settlement.after().toNanos() / NANOS_PER_SECOND;
      }
    } catch (UnreadableShopException e) {
      findings.add("The books cannot be compared: %s.".formatted(e.getMessage()));
    }
    ChaosResult.Counts told =
        new ChaosResult.Counts(
            load.count(ClientOutcome.PAID),
            load.count(ClientOutcome.REFUSED),
            load.count(ClientOutcome.UNKNOWN),
            unknownPaid);
    return new ChaosResult(name, plan, seed, faults, run, told, consistentAfter, findings);
  }

  private static List<FaultFigures> figures(
      List<InjectedFault> strikes, Successes successes, SteadyLoad load) {
    double end = load.result(List.of()).seconds();
    List<FaultFigures> figures = new ArrayList<>();
    for (int i = 0; i < strikes.size(); i++) {
      double until = i + 1 < strikes.size() ? strikes.get(i + 1).at() : end;
      figures.add(FaultFigures.of(strikes.get(i), successes, until));
    }
    return figures;
  }
}
