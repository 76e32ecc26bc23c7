package tercet.testing.verifier.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tercet.testing.verifier.http.Pace;

/**
 * Measures unique durable checkouts as a ratio to requests that do nothing.
 *
 * <p>Both take turns on the same server, so that their ratio does not depend on what the machine
 * does meanwhile. Every checkout is of an order that was never checked out before, and counts only
 * if it was acknowledged. At the end the books are compared: a shop that is fast because it forgets
 * does not pass. The shop needs a route {@code POST /noop}, and its data is deleted.
 */
public final class RatioTest {
  private final Target target;
  private final RatioPlan plan;
  private final Consumer<String> progress;
  private final Measuring measuring;

  /**
   * @param progress hears of each step, line by line
   */
  public RatioTest(Target target, RatioPlan plan, Consumer<String> progress) {
    this.target = target;
    this.plan = plan;
    this.progress = progress;
    this.measuring = new Measuring(target, progress);
  }

  /**
   * @throws tercet.testing.verifier.shop.UnexpectedReplyException if the records cannot be prepared
   * @throws tercet.testing.verifier.shop.UnreadableShopException if the books cannot be compared
   * @throws IOException if this machine has not enough connections
   */
  public RatioResult run() throws IOException {
    LoadSet set = prepare();
    progress.accept("Warm-up: do-nothing requests, then checkouts");
    measuring.run(plan.warmingUp(LoadCall.NOOP), set, _ -> {});
    measuring.run(plan.warmingUp(LoadCall.CHECKOUT), set, _ -> {});
    List<Round> rounds = new ArrayList<>();
    for (int i = 1; i <= plan.rounds(); i++) {
      progress.accept("Round %d of %d: do-nothing requests".formatted(i, plan.rounds()));
      BenchRun noop = run("do nothing", LoadCall.NOOP, new Pace.ClosedLoop(), set);
      set = prepare();
      progress.accept("Round %d of %d: checkouts".formatted(i, plan.rounds()));
      BenchRun checkout = run("checkout", LoadCall.CHECKOUT, new Pace.ClosedLoop(), set);
      boolean isLast = i == plan.rounds();
      rounds.add(new Round(noop, isLast ? measuring.compared(checkout, set) : checkout));
      progress.accept(RatioText.of(rounds.getLast()));
    }
    double offered = Round.median(rounds, Round::checkout).perSecond() / 2;
    set = prepare();
    progress.accept("Open loop: %,.0f checkouts per second".formatted(offered));
    String name = "open loop, %,.0f/s".formatted(offered);
    BenchRun open = run(name, LoadCall.CHECKOUT, new Pace.OpenLoop(offered), set);
    return new RatioResult(rounds, measuring.compared(open, set));
  }

  private LoadSet prepare() {
    int records = plan.records();
    return LoadSet.prepare(target.address(), records, records, new Skew.Uniform(), progress);
  }

  private BenchRun run(String name, LoadCall call, Pace pace, LoadSet set) throws IOException {
    return measuring.run(plan.measuring(name, call, pace), set, _ -> {});
  }
}
