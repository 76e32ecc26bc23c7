package tercet.testing.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.cluster.NodeCounts;
import tercet.testing.testbed.server.ServerFailedException;
import tercet.testing.verifier.bench.LoadPlan;
import tercet.testing.verifier.bench.Skew;
import tercet.testing.verifier.bench.SteadyLoad;
import tercet.testing.verifier.bench.Target;
import tercet.testing.verifier.http.Pace;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.Settlement;

/**
 * Lets clients buy from a cluster, changes the number of its nodes meanwhile, and compares the
 * books. The cluster must be ready. Its data is deleted; it is left running.
 *
 * @param group of nodes
 * @param counts of its nodes, one after the other
 * @param perSecond requests per second, whether or not earlier ones were answered
 */
public record ScaleRun(LocalCluster cluster, String group, List<Integer> counts, double perSecond) {
  /** Load before the first change and after each. */
  private static final double QUIET_SECONDS = 2.5;

  /** Of one change, for the length of the load. */
  private static final Duration CHANGE_MAX = Duration.ofSeconds(60);

  private static final int CONNECTIONS = 500;
  private static final int RECORDS = 2_000;
  private static final Duration SETTLE_MAX = Duration.ofSeconds(30);
  private static final Duration READING_MAX = Duration.ofMinutes(2);

  public ScaleRun {
    counts = List.copyOf(counts);
  }

  /**
   * @param progress hears how it goes, line by line
   * @throws IOException if this machine has not enough connections
   * @throws InterruptedException if the thread is interrupted
   */
  public ScaleResult run(Consumer<String> progress) throws IOException, InterruptedException {
    SteadyLoad load =
        SteadyLoad.prepare(new Target(cluster.address(), List.of()), loadPlan(), progress);
    List<String> findings = new ArrayList<>();
    double from =
        new LoadedShop(load)
            .during(stage -> {
              stage.pause(QUIET_SECONDS);
              double begin = stage.now();
              for (int count : counts) {
                change(count, stage, findings, progress);
              }
              return begin;
            });
    double end = load.result(List.of()).seconds();
    Settlement settlement = load.settle(SETTLE_MAX, READING_MAX);
    return new ScaleResult(
        load.count(ClientOutcome.PAID),
        load.count(ClientOutcome.UNKNOWN),
        load.successes().longestGap(from, end).seconds(),
        settlement.audit(),
        findings);
  }

  private void change(int count, LoadView stage, List<String> findings, Consumer<String> progress) {
    double at = stage.now();
    progress.accept("%7.1f s  *** %s=%d".formatted(at, group, count));
    try {
      cluster.scale(new NodeCounts(0, Map.of(group, count)));
    } catch (ServerFailedException e) {
      findings.add("%s=%d could not be done: %s".formatted(group, count, e.getMessage()));
      return;
    }
    double done = stage.now();
    progress.accept("%7.1f s  *** done".formatted(done));
    stage.pause(QUIET_SECONDS);
    if (!stage.soldFrom(done)) {
      findings.add("With %s=%d nothing was sold.".formatted(group, count));
    }
  }

  private LoadPlan loadPlan() {
    return new LoadPlan(
        "scale",
        CHANGE_MAX.multipliedBy(counts.size() + 1L),
        Duration.ZERO,
        CONNECTIONS,
        new Pace.OpenLoop(perSecond),
        RECORDS,
        new Skew.Uniform(),
        ChaosSettings.USUAL_MIX,
        false);
  }
}
