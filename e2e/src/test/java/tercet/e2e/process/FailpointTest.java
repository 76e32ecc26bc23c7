package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Protocol;
import tercet.server.failpoint.FailpointNames;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.model.Audit;
import tercet.testing.verifier.model.Checkouts;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;
import tercet.testing.verifier.shop.UserId;

/** The process dies at every failpoint of a protocol, each time with other transactions open. */
@Tag("slow")
final class FailpointTest {
  private static final int HALTED = 137;

  /**
   * Every third point, a different third each time; {@code -Dtercet.halt.every=1} is the long form.
   */
  private static final int EVERY = Integer.getInteger("tercet.halt.every", 3);

  private static final int ORDERS = 400;
  private static final int CONNECTIONS = 32;

  /** So that some users cannot pay and some items are sold out. */
  private static final int ITEMS = 40;

  private static final long STOCK = 12;
  private static final long CREDIT = 5;
  private static final Duration READING_MAX = Duration.ofSeconds(60);
  private static final Duration SETTLING_MAX = Duration.ofSeconds(20);

  @TempDir private Path data = Path.of("");

  @ParameterizedTest
  @EnumSource
  void nothingIsLostWhereverTheProcessDies(Protocol protocol) throws Exception {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    List<String> all = points(protocol);
    List<String> points = new ArrayList<>();
    for (int i = random.nextInt(EVERY); i < all.size(); i += EVERY) {
      points.add(all.get(i));
    }
    int reached = 0;
    ShopProcess.Ports ports = ShopProcess.Ports.free();
    for (String point : points) {
      int times = 1 + random.nextInt(1 << random.nextInt(8));
      reached += haltAt(protocol, ports, point + ":" + times) ? 1 : 0;
    }
    System.out.printf("%s: died at %d of %d points%n", protocol, reached, points.size());
    // Some are rare: an abort committed twice, or a message sent only because one was lost.
    assertTrue(reached >= points.size() / 3, "hardly any point was reached, seed " + seed);
  }

  /** Whether the process died there. */
  private boolean haltAt(Protocol protocol, ShopProcess.Ports ports, String point)
      throws Exception {
    Path folder = data.resolve(protocol + "-" + point.replace(':', '-'));
    String[] common = {
      "--protocol", protocol.toString(), "--no-fusion", "--lanes", "2", "--deadline", "2s"
    };
    List<String> dying = new ArrayList<>(List.of(common));
    dying.addAll(List.of("--test-hooks", "--halt-at", point));
    ReferenceModel books;
    boolean died;
    try (ShopProcess shop =
        ShopProcess.start(ports, folder, List.of(), dying.toArray(String[]::new))) {
      books = prepare(ports);
      List<OrderId> orders = LongStream.range(0, ORDERS).mapToObj(OrderId::of).toList();
      Checkouts checkouts = Checkouts.once(orders, books);
      load(new LoadClient(ports.uri(), LoadSettings.closedLoop(CONNECTIONS)), checkouts, shop);
      died = !shop.isAlive();
      if (died) {
        assertEquals(HALTED, shop.awaitEnd(), point + ":\n" + shop.output());
      }
    }
    try (ShopProcess shop = ShopProcess.start(ports, folder, List.of(), common)) {
      BulkReader reader = new BulkReader(ports.uri(), CONNECTIONS, READING_MAX);
      Audit audit = books.audit(reader, SETTLING_MAX);
      assertTrue(audit.isClean(), () -> point + ": " + audit.report() + shop.output());
    }
    return died;
  }

  /** Until all was asked, or the shop is dead. */
  private static void load(LoadClient client, Checkouts checkouts, ShopProcess shop)
      throws Exception {
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<?> run = executor.submit(() -> client.run(checkouts));
      while (!run.isDone() && shop.isAlive()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      client.stop();
      run.get();
    }
  }

  private static ReferenceModel prepare(ShopProcess.Ports ports) {
    try (ShopClient client = new ShopClient(ports.uri())) {
      client.initItems(ITEMS, STOCK, 1).value();
      client.initUsers(ORDERS, CREDIT).value();
      client.initOrders(ORDERS, ITEMS, ORDERS, 1).value();
    }
    ReferenceModel books = new ReferenceModel();
    for (long item = 0; item < ITEMS; item++) {
      books.gotStock(ItemId.of(item), STOCK);
    }
    for (long number = 0; number < ORDERS; number++) {
      books.gotCredit(UserId.of(number), CREDIT);
      books.hasOrder(OrderId.of(number));
    }
    return books;
  }

  /** Before and after each commit of a record and each sending of a message. */
  private static List<String> points(Protocol protocol) {
    List<String> points = new ArrayList<>();
    for (String record : of(protocol, FailpointNames.records())) {
      points.add("before-commit:" + record);
      points.add("after-commit:" + record);
    }
    for (String message : of(protocol, FailpointNames.messages())) {
      points.add("before-send:" + message);
      points.add("after-send:" + message);
    }
    points.add("before-commit:order.Paid");
    points.add("after-commit:order.Paid");
    points.add("before-commit:transaction.Settled");
    points.add("after-commit:transaction.Settled");
    points.add("before-commit:transaction.Declined");
    points.add("after-commit:transaction.Declined");
    return points;
  }

  private static List<String> of(Protocol protocol, List<String> names) {
    return names.stream().filter(name -> name.startsWith(folder(protocol) + ".")).toList();
  }

  private static String folder(Protocol protocol) {
    return protocol == Protocol.TWO_PHASE_COMMIT ? "twophase" : protocol.toString();
  }
}
