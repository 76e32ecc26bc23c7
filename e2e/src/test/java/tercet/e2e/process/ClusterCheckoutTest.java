package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.UserId;
import tercet.runtime.cluster.ClusterFile;
import tercet.runtime.cluster.ClusterMap;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.Ports;

/**
 * Orders, stock and payment spread over two processes that own their stores, asked by a third.
 * Checkouts stay whole while one of them is killed and comes back.
 */
@Tag("slow")
final class ClusterCheckoutTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ORDERS = 120;
  private static final int USERS = 20;
  private static final int ITEMS = 10;
  private static final int THREADS = 8;

  /** Of each item; the orders want a third more. */
  private static final long STOCK = 18;

  private static final long CREDIT = 10_000;
  private static final Amount PRICE = new Amount(7);

  @ParameterizedTest
  @EnumSource
  void checkoutsStayWholeWhileANodeIsKilledAndReturns(Wires wire, @TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("cluster.properties"), cluster());
    ClusterMap map = ClusterFile.read(file);
    try (ShopProcess _ = launch(file, "a", wire, folder);
        ShopFront front = new ShopFront(map, "front", wire);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      AtomicInteger decided = new AtomicInteger();
      CountDownLatch killed = new CountDownLatch(1);
      List<Future<Answer>> checkouts = new ArrayList<>();
      try (ShopProcess b = launch(file, "b", wire, folder)) {
        b.awaitReady();
        fill(front);
        for (int number = 0; number < ORDERS; number++) {
          OrderId order = order(number);
          boolean later = number >= ORDERS / 2;
          checkouts.add(
              threads.submit(() -> {
                if (later) {
                  killed.await();
                }
                Answer answer = front.checkout(order);
                decided.incrementAndGet();
                return answer;
              }));
        }
        await("some are decided", () -> decided.get() >= ORDERS / 5);
        b.kill();
      } finally {
        killed.countDown();
      }
      await("b is missed", () -> !front.reaches("b"));
      try (ShopProcess _ = launch(file, "b", wire, folder)) {
        List<Answer> answers = answers(checkouts);
        await("all is settled", () -> isSettled(front, answers));
        assertFound(front, answers);
        long paid = answers.stream().filter(Answer.Paid.class::isInstance).count();
        assertTrue(paid > ORDERS / 5 && paid <= ITEMS * STOCK / 2, () -> paid + " are paid");
      }
    }
  }

  /** The node is ready only when it reaches the others. */
  private static ShopProcess launch(Path file, String name, Wires wire, Path folder) {
    return ShopProcess.launch(
        ShopProcess.Ports.free(),
        folder.resolve(name),
        List.of(),
        "--cluster=" + file,
        "--node=" + name,
        "--transport=" + wire,
        "--protocol=saga");
  }

  private static List<Answer> answers(List<Future<Answer>> checkouts) throws Exception {
    List<Answer> answers = new ArrayList<>();
    for (Future<Answer> checkout : checkouts) {
      answers.add(checkout.get());
    }
    return answers;
  }

  private static void fill(ShopFront front) {
    front
        .shards()
        .of(Service.STOCK)
        .forEach(shard ->
            front.ask(shard, new Command.InitItems(new Range(0, ITEMS), new Amount(STOCK), PRICE)));
    front
        .shards()
        .of(Service.PAYMENT)
        .forEach(shard ->
            front.ask(shard, new Command.InitAccounts(new Range(0, USERS), new Amount(CREDIT))));
    for (int number = 0; number < ORDERS; number++) {
      OrderId order = order(number);
      UserId user = new UserId(Integer.toString(number % USERS));
      front.ask(front.shards().of(order), new Command.CreateOrder(order, user));
      int first = number % (ITEMS / 2) * 2;
      for (int item = first; item < first + 2; item++) {
        ItemId id = new ItemId(Integer.toString(item));
        assertEquals(
            new Answer.Done(),
            front.ask(
                front.shards().of(order), new Command.AddItem(order, id, new Amount(1), PRICE)));
      }
    }
  }

  /** No transaction is open any more: each piece sold is gone from stock and was paid for. */
  private static boolean isSettled(ShopFront front, List<Answer> answers) {
    long paid = answers.stream().filter(Answer.Paid.class::isInstance).count();
    long stock =
        IntStream.range(0, ITEMS)
            .mapToObj(number -> new ItemId(Integer.toString(number)))
            .map(item -> front.ask(front.shards().of(item), new Command.FindBalance(item)))
            .mapToLong(found -> assertInstanceOf(Answer.ItemFound.class, found).stock().value())
            .sum();
    long credit =
        IntStream.range(0, USERS)
            .mapToObj(number -> new UserId(Integer.toString(number)))
            .map(user -> front.ask(front.shards().of(user), new Command.FindBalance(user)))
            .mapToLong(found -> assertInstanceOf(Answer.AccountFound.class, found).credit().value())
            .sum();
    return stock == ITEMS * STOCK - 2 * paid && credit == USERS * CREDIT - 2 * PRICE.value() * paid;
  }

  private static void assertFound(ShopFront front, List<Answer> answers) {
    for (int number = 0; number < ORDERS; number++) {
      OrderId order = order(number);
      Answer found = front.ask(front.shards().of(order), new Command.FindOrder(order));
      assertEquals(
          answers.get(number) instanceof Answer.Paid,
          assertInstanceOf(Answer.OrderFound.class, found).paid(),
          () -> "told " + answers + ", found " + found);
    }
  }

  private static OrderId order(int number) {
    return new OrderId("o-" + number);
  }

  private static void await(String what, BooleanSupplier isTrue) {
    Await.until(what, PATIENCE, isTrue);
  }

  private static String cluster() throws IOException {
    return """
    shards = 16
    node.front.address = 127.0.0.1:%d
    node.front.roles = gateway
    node.a.address = 127.0.0.1:%d
    node.a.roles = order, stock, payment
    node.b.address = 127.0.0.1:%d
    node.b.roles = order, stock, payment
    """
        .formatted(Ports.free(), Ports.free(), Ports.free());
  }
}
