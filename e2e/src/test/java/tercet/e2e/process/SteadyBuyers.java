package tercet.e2e.process;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tercet.testing.testbed.server.Await;
import tercet.testing.verifier.shop.ClientReply;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.Receipt;
import tercet.testing.verifier.shop.ShopClient;

/** Clients that check out one order after the other. */
final class SteadyBuyers implements AutoCloseable {
  private static final int CLIENTS = 8;
  private static final long PAUSE_NANOS = 10_000_000;

  private final ShopProcess.Ports ports;
  private final Set<OrderId> acknowledged;
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong next = new AtomicLong();
  private final AtomicInteger failed = new AtomicInteger();

  /** The last order of each client. */
  private final AtomicLongArray begun = new AtomicLongArray(CLIENTS);

  private volatile @Nullable ClientReply<Receipt> last;

  /**
   * @param acknowledged takes the orders that are paid
   */
  SteadyBuyers(ShopProcess.Ports ports, Set<OrderId> acknowledged) {
    this(ports, acknowledged, 0);
  }

  /**
   * @param first number of an order; the others follow
   */
  SteadyBuyers(ShopProcess.Ports ports, Set<OrderId> acknowledged, long first) {
    this.ports = ports;
    this.next.set(first);
    this.acknowledged = acknowledged;
    for (int client = 0; client < CLIENTS; client++) {
      int number = client;
      clients.execute(() -> buy(number));
    }
  }

  private void buy(int number) {
    try (ShopClient client = new ShopClient(ports.uri())) {
      while (!over.get()) {
        begun.set(number, next.getAndIncrement());
        OrderId order = OrderId.of(begun.get(number));
        ClientReply<Receipt> reply = client.checkout(order);
        last = reply;
        if (reply instanceof ClientReply.Ok<Receipt>) {
          acknowledged.add(order);
        } else {
          failed.incrementAndGet();
        }
        LockSupport.parkNanos(PAUSE_NANOS); // or there are no orders left during an audit
      }
    }
  }

  /** Waits until so many more were acknowledged. */
  void await(int more) {
    int enough = acknowledged.size() + more;
    Await.until(
        () ->
            "%d of %d checkouts, next is %d, last said %s"
                .formatted(acknowledged.size(), enough, next.get(), last),
        Duration.ofSeconds(60),
        () -> acknowledged.size() >= enough);
  }

  /** Waits until all checkouts that are under way have ended. */
  void awaitEnds() {
    long from = next.get();
    Await.until(
        "each client has begun another checkout",
        Duration.ofSeconds(60),
        () -> IntStream.range(0, CLIENTS).allMatch(client -> begun.get(client) >= from));
  }

  /** How many checkouts had another answer than 200, or none. */
  int failed() {
    return failed.get();
  }

  @Override
  public void close() {
    over.set(true);
    clients.close();
  }
}
