package tercet.testing.verifier.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import tercet.testing.verifier.http.Pace;

/**
 * Measures any shop once: prepares the standard load set, warms up, prepares it again, and puts the
 * planned load on it. The shop's records under the ids of the set are lost.
 */
public final class LoadTest {
  private static final Duration LIVE_EVERY = Duration.ofSeconds(1);

  /** More orders than the warm-up lets expect, so that a run that gets faster has enough. */
  private static final double ORDERS_RESERVE = 1.5;

  private static final int ORDERS_MAX = 5_000_000;

  /** Those with skew take three calls each to make. */
  private static final int SKEWED_ORDERS_MAX = 300_000;

  private final Target target;
  private final LoadPlan plan;
  private final Consumer<String> progress;
  private final Measuring measuring;

  /**
   * @param progress hears of each step, line by line
   */
  public LoadTest(Target target, LoadPlan plan, Consumer<String> progress) {
    this.target = target;
    this.plan = plan;
    this.progress = progress;
    this.measuring = new Measuring(target, progress);
  }

  /**
   * @throws tercet.testing.verifier.shop.UnexpectedReplyException if the set cannot be prepared
   * @throws tercet.testing.verifier.shop.UnreadableShopException if the books cannot be compared
   * @throws IOException if this machine has not enough connections
   */
  public BenchRun run() throws IOException {
    int orders = ordersOfKnownRate();
    if (plan.warmUp().isPositive()) {
      LoadSet set = prepare(plan.records());
      progress.accept("Warm-up, %s".formatted(seconds(plan.warmUp())));
      BenchRun warmUp = measuring.run(warmUpPlan(), set, _ -> {});
      orders = Math.max(orders, ordersFor(warmUp.uniqueCheckoutsPerSecond()));
    }
    LoadSet set = prepare(orders);
    progress.accept("Measuring, %s".formatted(seconds(plan.duration())));
    BenchRun run;
    try (LiveLines lines = new LiveLines(LIVE_EVERY, progress)) {
      run = measuring.runSampled(plan, set, lines);
    }
    return plan.compares() ? measuring.compared(run, set) : run;
  }

  private LoadSet prepare(int orders) {
    return LoadSet.prepare(target.address(), plan.records(), orders, plan.skew(), progress);
  }

  private LoadPlan warmUpPlan() {
    return new LoadPlan(
        plan.name(),
        plan.warmUp(),
        Duration.ZERO,
        plan.connections(),
        plan.pace(),
        plan.records(),
        plan.skew(),
        plan.mix(),
        false);
  }

  private int ordersOfKnownRate() {
    return switch (plan.pace()) {
      case Pace.ClosedLoop _ -> plan.records();
      case Pace.OpenLoop(double rate) -> ordersFor(rate * plan.mix().share(LoadCall.CHECKOUT));
    };
  }

  private int ordersFor(double perSecond) {
    double wanted = perSecond * plan.duration().toMillis() / 1_000 * ORDERS_RESERVE;
    int most = plan.skew() instanceof Skew.Uniform ? ORDERS_MAX : SKEWED_ORDERS_MAX;
    return (int) Math.clamp(Math.ceil(wanted), Math.min(plan.records(), most), most);
  }

  private static String seconds(Duration duration) {
    return "%.1f s".formatted(duration.toMillis() / 1_000.0);
  }
}
