package tercet.testing.verifier.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import tercet.testing.verifier.http.ConnectionError;
import tercet.testing.verifier.http.HttpResponse;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.http.Pace;
import tercet.testing.verifier.http.RequestBuffer;
import tercet.testing.verifier.http.RequestSource;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.model.Settlement;
import tercet.testing.verifier.shop.BulkReader;

/**
 * A load that goes on while the shop suffers faults, until it is told to stop, and knows when the
 * shop sold. A broken request is not repeated; its outcome is read at the end. {@link #run} belongs
 * to one thread; {@link #stop} and {@link #successes} are for the others meanwhile, and everything
 * else for afterwards.
 */
public final class SteadyLoad {
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final Duration LIVE_EVERY = Duration.ofSeconds(1);

  /** A second more than the deadline of a checkout by default (5 s). */
  private static final Duration REQUEST_MAX = Duration.ofSeconds(6);

  private static final int ORDERS_MAX = 5_000_000;
  private static final int READING_CONNECTIONS = 64;

  private final Target target;
  private final LoadPlan plan;
  private final Consumer<String> progress;
  private final LoadSet set;
  private final LoadClient client;
  private final Successes successes = new Successes();
  private final LiveLines lines;
  private final Meter meter;
  private final MixedLoad load;

  private SteadyLoad(Target target, LoadPlan plan, LoadSet set, Consumer<String> progress) {
    this.target = target;
    this.plan = plan;
    this.progress = progress;
    this.set = set;
    this.lines = new LiveLines(LIVE_EVERY, progress);
    this.meter = new Meter(INTERVAL, lines);
    this.load = new MixedLoad(set, plan.mix(), plan.skew(), meter);
    this.client =
        new LoadClient(
            target.address(),
            LoadSettings.closedLoop(plan.connections())
                .withPace(plan.pace())
                .withDuration(plan.duration())
                .withRequestTimeout(REQUEST_MAX)
                // A shop may be away as long as the run is long.
                .withGoneAfter(plan.duration()));
  }

  /**
   * Makes the records; the shop's data is deleted.
   *
   * @param plan whose duration is the longest that the load may go on; its warm-up is not made
   * @param progress hears how it goes, line by line, from several threads
   * @throws IllegalArgumentException with a sentence for a person, if the load is no open loop, or
   *     needs too many orders
   * @throws tercet.testing.verifier.shop.UnexpectedReplyException if they cannot be made
   */
  public static SteadyLoad prepare(Target target, LoadPlan plan, Consumer<String> progress) {
    if (!(plan.pace() instanceof Pace.OpenLoop(double perSecond))) {
      throw new IllegalArgumentException("a steady load has a rate");
    }
    double seconds = plan.duration().toMillis() / 1_000.0;
    double orders = Math.ceil(perSecond * plan.mix().share(LoadCall.CHECKOUT) * seconds);
    if (orders > ORDERS_MAX) {
      throw new IllegalArgumentException(
          "%,.0f orders are too many, %,d is the most: choose a lower rate or a shorter run"
              .formatted(orders, ORDERS_MAX));
    }
    int count = Math.max(1, (int) orders);
    LoadSet set = LoadSet.prepare(target.address(), plan.records(), count, plan.skew(), progress);
    set.books().proxyMayFail();
    return new SteadyLoad(target, plan, set, progress);
  }

  /**
   * Asks until {@link #stop}, or until the time or the orders are over.
   *
   * @throws IOException if this machine has not enough connections
   */
  public void run() throws IOException {
    try (lines) {
      client.run(new Watched());
      meter.end();
    }
    if (load.ranOut()) {
      progress.accept("Each of the %,d orders was checked out".formatted(set.orderCount()));
    }
  }

  /** Lets {@link #run} return once everything that is under way is over. */
  public void stop() {
    client.stop();
  }

  public Successes successes() {
    return successes;
  }

  /**
   * The figures before the books are compared.
   *
   * @param events that were done to the shop
   */
  public BenchRun result(List<BenchRun.Event> events) {
    return Measuring.result(plan, meter, Double.NaN, events)
        .with("duration", "%.1f s".formatted(meter.seconds()));
  }

  /** The number of orders with this outcome. */
  public long count(ClientOutcome outcome) {
    return set.books().count(outcome);
  }

  /**
   * Compares the books, and resolves unknown outcomes by reading.
   *
   * @param settleMax how long undecided transactions may take to end
   * @param readingMax for each reading of all records of a kind
   * @throws tercet.testing.verifier.shop.UnreadableShopException if the shop does not answer
   */
  public Settlement settle(Duration settleMax, Duration readingMax) {
    ReferenceModel books = set.books();
    progress.accept("Comparing the books: reading %,d records".formatted(books.size()));
    BulkReader reader =
        new BulkReader(target.address(), READING_CONNECTIONS, readingMax).telling(progress);
    return books.settleStrictly(reader, settleMax);
  }

  /** Hears of every answer before it is booked. */
  private final class Watched implements RequestSource {
    @Override
    public boolean next(RequestBuffer request) {
      successes.begin(System.nanoTime());
      return load.next(request);
    }

    @Override
    public void answered(long tag, HttpResponse answer) {
      if (answer.isOk() && MixedLoad.call(tag) == LoadCall.CHECKOUT) {
        successes.add(answer.endNanos() - answer.latencyNanos(), answer.endNanos());
      }
      load.answered(tag, answer);
    }

    @Override
    public void broken(long tag, ConnectionError breakage) {
      load.broken(tag, breakage);
    }
  }
}
