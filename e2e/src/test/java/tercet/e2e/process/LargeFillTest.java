package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.testbed.server.PostgresServer;
import tercet.testing.verifier.shop.ClientReply;
import tercet.testing.verifier.shop.Item;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.ShopClient;
import tercet.testing.verifier.shop.User;
import tercet.testing.verifier.shop.UserId;

/** A fill that is far larger than the heap ends, and is whole. */
@Tag("slow")
@Timeout(600)
final class LargeFillTest {
  /** {@code -Dtercet.fill.count=10000000} is a long form: four minutes. */
  private static final int COUNT = Integer.getInteger("tercet.fill.count", 300_000);

  /** Less than all records of a fill take as objects, at some 600 bytes each. */
  private static final String HEAP = "-Xmx128m";

  /** Heap, classes and code, block cache, and three journals between checkpoints. */
  private static final long RESIDENT_KIB_MAX = 512 << 10;

  private static final int SAMPLES = 200;
  private static final long STOCK = 7;
  private static final long PRICE = 3;
  private static final long CREDIT = 11;

  @TempDir private Path data = Path.of("");

  @Test
  void largeFillOfRocksDbEndsInBoundedMemory() throws IOException {
    ShopProcess.Ports ports = ShopProcess.Ports.free();
    try (ShopProcess shop = ShopProcess.startWithHeap(HEAP, ports, data)) {
      fill(shop);
    }
    try (ShopProcess shop = ShopProcess.startWithHeap(HEAP, ports, data)) {
      readSome(shop);
    }
  }

  @Test
  void largeFillOfPostgresEndsInBoundedMemory() throws IOException {
    try (PostgresServer server = PostgresServer.start(LargeFillTest::say);
        ShopProcess shop =
            ShopProcess.startWithHeap(
                HEAP,
                ShopProcess.Ports.free(),
                data,
                "--store=postgres",
                "--postgres-url=" + server.url(),
                "--postgres-user=" + PostgresServer.USER)) {
      fill(shop);
    }
  }

  private static void say(String progress) {
    System.out.println(progress);
  }

  private static void fill(ShopProcess shop) throws IOException {
    long start = System.nanoTime();
    try (ShopClient client = new ShopClient(shop.uri())) {
      client.initItems(COUNT, STOCK, PRICE).value();
      client.initUsers(COUNT, CREDIT).value();
    }
    long resident = mostResidentKib(shop.pid());
    System.out.printf(
        "%,d items and users in %.1f s, %,d MiB at most%n",
        COUNT, (System.nanoTime() - start) / 1e9, resident >> 10);
    assertTrue(resident < RESIDENT_KIB_MAX, () -> resident + " KiB");
    readSome(shop);
  }

  /** The first, the last, some between, and that there are no more. */
  private static void readSome(ShopProcess shop) {
    try (ShopClient client = new ShopClient(shop.uri())) {
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < SAMPLES; i++) {
        long number = i == 0 ? 0 : i == 1 ? COUNT - 1 : random.nextInt(COUNT);
        ItemId item = ItemId.of(number);
        UserId user = UserId.of(number);
        assertEquals(new Item(item, STOCK, PRICE), client.findItem(item).value());
        assertEquals(new User(user, CREDIT), client.findUser(user).value());
      }
      assertTrue(client.findItem(ItemId.of(COUNT)) instanceof ClientReply.Refused<Item>);
      assertTrue(client.findUser(UserId.of(COUNT)) instanceof ClientReply.Refused<User>);
    }
  }

  /** The most memory that a process has had since its start. */
  private static long mostResidentKib(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
