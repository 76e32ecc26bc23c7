package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.Shell;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;
import tercet.testing.verifier.shop.UserId;

/**
 * A data folder of the version before, and the way back.
 *
 * <p>{@code upgrade/before-refunds.tar.gz} was written by commit 7b53fedb, which knew no
 * cancellations. User k with credit 100 has an order for two of ten pieces of item k, for 5 each.
 * Orders 0 to 13 were paid, and the process was killed when the first participant of order 14 held
 * its part. The file {@code orders} has the ids.
 */
@Tag("slow")
@Timeout(180)
final class UpgradeTest {
  private static final Path FIXTURE = Path.of("src/test/resources/upgrade/before-refunds.tar.gz");
  private static final int IN_DOUBT = 14;
  private static final int COUNT = 20;

  @TempDir private Path folder = Path.of("");

  private Path data = Path.of("");
  private List<OrderId> orders = List.of();

  @BeforeEach
  void unpack() throws Exception {
    Shell.Result unpacked =
        Shell.run(List.of("tar", "-xzf", FIXTURE.toString(), "-C", folder.toString()));
    assertEquals(0, unpacked.status(), unpacked::output);
    data = folder.resolve("data");
    try (Stream<String> lines = Files.lines(folder.resolve("orders"))) {
      orders = lines.map(OrderId::new).toList();
    }
    assertEquals(COUNT, orders.size());
  }

  @Test
  void folderOfTheVersionBeforeIsCheckedAndGoesOn() throws Exception {
    assertWell();
    try (ShopProcess shop = start(ChangedBuild.same());
        ShopClient client = new ShopClient(shop.uri())) {
      assertTransactionInDoubtIsAborted(client);
      assertBooks(client, IN_DOUBT);
      checkoutFrom(client, IN_DOUBT);
      assertBooks(client, COUNT);
      String path = "/orders/cancel/" + orders.getFirst();
      assertEquals(200, client.exchange("POST", path).statusCode());
      Await.until(
          "an order of the version before is cancelled and refunded",
          () -> shows(client, 0, 100, 10) && !isPaid(client, 0));
      assertEquals(0, shop.stop(), shop::output);
    }
    assertWell();
  }

  @Test
  void folderThatANewerVersionHasWrittenGoesOn() throws Exception {
    try (ShopProcess newer = start(ChangedBuild.newer(folder.resolve("newer")));
        ShopClient client = new ShopClient(newer.uri())) {
      assertTransactionInDoubtIsAborted(client);
      checkoutFrom(client, IN_DOUBT);
      assertEquals(0, newer.stop(), newer::output);
    }
    assertWell();
    try (ShopProcess shop = start(ChangedBuild.same());
        ShopClient client = new ShopClient(shop.uri())) {
      assertBooks(client, COUNT);
      client.addFunds(UserId.of(0), 1).value();
      assertTrue(shows(client, 0, 91, 8));
    }
    assertWell();
  }

  @Test
  void folderOfAnotherFormatIsRefusedAndLeftAlone() throws IOException {
    Path meta = data.resolve("meta");
    String text = Files.readString(meta).replace(" format 1\n", " format 2\n");
    Files.writeString(meta, text);
    Shell.Result ended = program("run", "--data", data.toString(), "--port=0", "--admin-port=0");
    assertEquals(1, ended.status(), ended::output);
    String why = "has format 2, but this version of Tercet reads format 1.";
    assertTrue(ended.output().contains(why), ended::output);
    assertFalse(ended.output().contains("\tat "), ended::output);
    assertEquals(text, Files.readString(meta));
  }

  /** The clock of this machine may be behind that of the fixture. */
  private ShopProcess start(ChangedBuild build) {
    return ShopProcess.start(build, data, "--shards=4", "--accept-clock");
  }

  private void assertTransactionInDoubtIsAborted(ShopClient client) {
    Await.until("its hold is given back", () -> shows(client, IN_DOUBT, 100, 10));
    assertFalse(isPaid(client, IN_DOUBT));
  }

  private void checkoutFrom(ShopClient client, int first) {
    orders.subList(first, COUNT).forEach(order -> client.checkout(order).value());
  }

  /** Exactly the first orders are paid, and each has charged its user and taken its pieces. */
  private void assertBooks(ShopClient client, int paid) {
    for (int k = 0; k < COUNT; k++) {
      int number = k;
      assertEquals(k < paid, isPaid(client, k), () -> "order " + number);
      assertTrue(
          k < paid ? shows(client, k, 90, 8) : shows(client, k, 100, 10), () -> "order " + number);
    }
  }

  private boolean isPaid(ShopClient client, int k) {
    return client.findOrder(orders.get(k)).value().paid();
  }

  private static boolean shows(ShopClient client, int k, long credit, long stock) {
    return client.findUser(UserId.of(k)).value().credit() == credit
        && client.findItem(ItemId.of(k)).value().stock() == stock;
  }

  private void assertWell() {
    Shell.Result checked = program("data", "check", "--data", data.toString());
    assertEquals(0, checked.status(), checked::output);
    assertTrue(checked.output().contains("Nothing is damaged."), checked::output);
  }

  private static Shell.Result program(String... words) {
    return Shell.run(Stream.concat(ShopProcess.javaCommand().stream(), Stream.of(words)).toList());
  }
}
