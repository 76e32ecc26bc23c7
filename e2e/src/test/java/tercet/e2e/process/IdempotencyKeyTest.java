package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.verifier.http.ConnectionError;
import tercet.testing.verifier.http.HttpResponse;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.http.RequestBuffer;
import tercet.testing.verifier.http.RequestSource;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.Item;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.ShopClient;

/** Many requests, most of them repetitions, with kills in between: each counts once. */
@Tag("slow")
final class IdempotencyKeyTest {
  /** {@code -Dtercet.key.requests=10000000} is the long form. */
  private static final int REQUESTS = Integer.getInteger("tercet.key.requests", 300_000);

  private static final int KEYS = REQUESTS / 4;
  private static final int ITEMS = 1_000;
  private static final int KILLS = 5;
  private static final int CONNECTIONS = 128;

  @TempDir private Path data = Path.of("");

  @Test
  void requestsWithRepeatedKeysAndKillsCountOnceEach() throws Exception {
    long seed = System.nanoTime();
    ShopProcess.Ports ports = ShopProcess.Ports.free();
    Repetitions repetitions = new Repetitions(new SplittableRandom(seed));
    ShopProcess shop = ShopProcess.start(ports, data, List.of());
    try (ExecutorService load = Executors.newSingleThreadExecutor()) {
      init(ports);
      LoadClient client = new LoadClient(ports.uri(), LoadSettings.closedLoop(CONNECTIONS));
      Future<?> run = load.submit(() -> runLoad(client, repetitions));
      for (int kill = 1; kill <= KILLS; kill++) {
        awaitAnswers(repetitions, (long) REQUESTS * kill / (KILLS + 1), run);
        shop.kill();
        shop = ShopProcess.start(ports, data, List.of());
      }
      run.get();
      Map<ItemId, Item> items =
          new BulkReader(ports.uri(), CONNECTIONS, Duration.ofSeconds(60))
              .items(IntStream.range(0, ITEMS).mapToObj(ItemId::of).toList());
      List<String> wrong = new ArrayList<>();
      for (int item = 0; item < ITEMS; item++) {
        long stock = items.getOrDefault(ItemId.of(item), new Item(ItemId.of(item), -1, 0)).stock();
        if (stock != repetitions.keysOf(item)) {
          wrong.add(
              "item %d has %d instead of %d".formatted(item, stock, repetitions.keysOf(item)));
        }
      }
      assertEquals(List.of(), wrong, "seed " + seed);
      assertEquals(0, repetitions.refused, "seed " + seed);
      assertTrue(repetitions.answered.get() >= REQUESTS, "only " + repetitions.answered);
      System.out.printf(
          "%,d answers under %,d keys, %d kills, %,d requests broken: each key counted once%n",
          repetitions.answered.get(), KEYS, KILLS, repetitions.broken);
    } finally {
      shop.close();
    }
  }

  private static void init(ShopProcess.Ports ports) {
    try (ShopClient client = new ShopClient(ports.uri())) {
      client.initItems(ITEMS, 0, 1).value();
    }
  }

  private static void runLoad(LoadClient client, RequestSource workload) {
    try {
      client.run(workload);
    } catch (IOException e) {
      throw new IllegalStateException("this machine has no connections", e);
    }
  }

  private static void awaitAnswers(Repetitions repetitions, long count, Future<?> run) {
    while (repetitions.answered.get() < count && !run.isDone()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** Adds one piece to an item under each key, again and again, and until each was answered. */
  private static final class Repetitions implements RequestSource {
    private final SplittableRandom random;
    private final boolean[] acknowledged = new boolean[KEYS];
    private final AtomicLong answered = new AtomicLong();
    private long sent;
    private long broken;
    private long refused;
    private int settling;

    Repetitions(SplittableRandom random) {
      this.random = random;
    }

    long keysOf(int item) {
      return (long) KEYS / ITEMS + (item < KEYS % ITEMS ? 1 : 0);
    }

    @Override
    public boolean next(RequestBuffer request) {
      int key = sent < REQUESTS ? random.nextInt(KEYS) : nextUnacknowledged();
      if (key < 0) {
        return false;
      }
      sent++;
      request.post().path("/stock/add/").path(key % ITEMS).path("/1");
      request.idempotencyKey("key-" + key).tag(key);
      return true;
    }

    /** Outcomes that are unknown or were never drawn are asked for until they are answered. */
    private int nextUnacknowledged() {
      for (int tried = 0; tried < KEYS; tried++) {
        settling = (settling + 1) % KEYS;
        if (!acknowledged[settling]) {
          return settling;
        }
      }
      return -1;
    }

    @Override
    public void answered(long tag, HttpResponse answer) {
      if (answer.status() == 200) {
        acknowledged[(int) tag] = true;
        answered.lazySet(answered.get() + 1);
      } else if (answer.status() < 500) {
        refused++;
      }
    }

    @Override
    public void broken(long tag, ConnectionError breakage) {
      broken++;
    }
  }
}
