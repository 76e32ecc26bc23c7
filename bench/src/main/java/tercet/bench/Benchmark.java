package tercet.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import tercet.judge.books.Audit;
import tercet.judge.books.Books;
import tercet.judge.books.Checkouts;
import tercet.judge.http.LoadClient;
import tercet.judge.http.LoadResult;
import tercet.judge.http.LoadSettings;
import tercet.judge.http.Workload;
import tercet.judge.shop.BulkReader;
import tercet.judge.shop.OrderId;
import tercet.judge.shop.ShopClient;

/**
 * Measures a shop with the records of the standard load test.
 *
 * <p>Do-nothing requests and checkouts take turns on the same server, so that their ratio does not
 * depend on what the machine does meanwhile. Every checkout is of an order that was never checked
 * out before, and counts only if it was acknowledged. At the end the books are compared: a shop
 * that is fast because it forgets does not pass.
 */
final class Benchmark {
  private static final long AMOUNT_OF_EACH = 1_000_000;
  private static final long PRICE = 1;
  private static final Duration READING_MAX = Duration.ofMinutes(5);
  private static final int READING_CONNECTIONS = 64;

  /** Twice the default deadline of a checkout. */
  private static final Duration SETTLING_MAX = Duration.ofSeconds(10);

  private final Target target;
  private final BenchSettings settings;
  private final Progress progress;

  Benchmark(Target target, BenchSettings settings, Progress progress) {
    this.target = target;
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * @throws IOException if this machine has not enough connections
   */
  BenchResult run() throws IOException {
    warmUp();
    List<Round> rounds = new ArrayList<>();
    List<Audit> audits = new ArrayList<>();
    for (int i = 1; i <= settings.rounds(); i++) {
      progress.say("Round %d of %d: do-nothing requests".formatted(i, settings.rounds()));
      Measurement noop = measure(closedLoop(settings.seconds()), new NoopLoad());
      Books books = prepare();
      progress.say("Round %d of %d: checkouts".formatted(i, settings.rounds()));
      Measurement checkout = measure(closedLoop(settings.seconds()), checkouts(books));
      rounds.add(new Round(noop, checkout));
      progress.round(rounds.getLast());
      if (i == settings.rounds()) {
        audits.add(audit(books));
      }
    }
    double offered = Round.median(rounds).checkout().perSecond() / 2;
    Books books = prepare();
    progress.say("Open loop: %,.0f checkouts per second".formatted(offered));
    LoadSettings openLoop =
        LoadSettings.openLoop(settings.connections(), offered).withDuration(settings.seconds());
    Measurement open = measure(openLoop, checkouts(books));
    audits.add(audit(books));
    return new BenchResult(rounds, offered, open, audits);
  }

  private void warmUp() throws IOException {
    progress.say("Warm-up: do-nothing requests");
    measure(closedLoop(settings.warmUp()), new NoopLoad());
    Books books = prepare();
    progress.say("Warm-up: checkouts");
    measure(closedLoop(settings.warmUp()), checkouts(books));
  }

  private LoadSettings closedLoop(Duration duration) {
    return LoadSettings.closedLoop(settings.connections()).withDuration(duration);
  }

  /** Makes all records anew, and books for them. */
  private Books prepare() {
    int records = settings.records();
    progress.say("Preparing %,d items, users and orders".formatted(records));
    try (ShopClient shop = new ShopClient(target.address())) {
      shop.initItems(records, AMOUNT_OF_EACH, PRICE).value();
      shop.initUsers(records, AMOUNT_OF_EACH).value();
      shop.initOrders(records, records, records, PRICE).value();
    }
    Books books = new Books();
    books.hasBatch(records, AMOUNT_OF_EACH, AMOUNT_OF_EACH);
    return books;
  }

  private Checkouts checkouts(Books books) {
    List<OrderId> orders = LongStream.range(0, settings.records()).mapToObj(OrderId::of).toList();
    return Checkouts.once(orders, books);
  }

  private Measurement measure(LoadSettings load, Workload workload) throws IOException {
    double before = target.processorMicros();
    LoadResult result = new LoadClient(target.address(), load).run(workload);
    return Measurement.of(result, target.processorMicros() - before);
  }

  private Audit audit(Books books) {
    progress.say("Comparing the books: reading %,d records".formatted(3L * settings.records()));
    BulkReader reader = new BulkReader(target.address(), READING_CONNECTIONS, READING_MAX);
    Audit audit = books.audit(reader, SETTLING_MAX);
    progress.say(audit.report());
    return audit;
  }
}
