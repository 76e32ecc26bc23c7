package tercet.testing.verifier.bench;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicLong;
import tercet.testing.verifier.shop.BrokenContractException;
import tercet.testing.verifier.shop.ClientReply;
import tercet.testing.verifier.shop.Oddities;
import tercet.testing.verifier.shop.Order;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;
import tercet.testing.verifier.shop.User;

/**
 * Reads some orders at once after their checkouts were acknowledged, and then their users, over a
 * connection and on a thread of its own. Takes one in {@value #ONE_IN} (of the first hundred one in
 * ten), at most {@value #SAMPLES_MAX}, and none while it reads, so that the load hardly feels it.
 */
final class EarlyAnswerSampler implements AutoCloseable {
  private static final int ONE_IN = 100;
  private static final int FIRST_ONE_IN = 10;
  private static final int FIRST_SAMPLES = 10;
  private static final int SAMPLES_MAX = 1_000;

  /** Others, such as 429, say nothing about the order. */
  private static final Set<Integer> UNKNOWN_ORDER = Set.of(400, 404);

  private final ShopClient shop;
  private final long creditMax;
  private final SynchronousQueue<OrderId> next = new SynchronousQueue<>();
  private final AtomicLong sampled = new AtomicLong();
  private final AtomicLong early = new AtomicLong();
  private final Thread reader;
  private int taken;
  private int untilNext;

  /**
   * @param creditMax the most that a user can have before a checkout; {@link Long#MAX_VALUE} if it
   *     is unknown
   */
  EarlyAnswerSampler(URI base, long creditMax, Oddities oddities) {
    this.shop = new ShopClient(base, oddities);
    this.creditMax = creditMax;
    this.reader = Thread.ofPlatform().daemon().name("early-answers").start(this::readAll);
  }

  /** A client was told 2xx. Never blocks; for the thread of the load. */
  void acknowledged(OrderId order) {
    untilNext--;
    if (untilNext < 0 && taken < SAMPLES_MAX && next.offer(order)) {
      taken++;
      untilNext = taken < FIRST_SAMPLES ? FIRST_ONE_IN : ONE_IN;
    }
  }

  EarlyAnswers result() {
    return new EarlyAnswers(sampled.get(), early.get());
  }

  private void readAll() {
    try {
      while (true) {
        read(next.take());
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void read(OrderId id) {
    try {
      switch (shop.findOrder(id)) {
        case ClientReply.Ok<Order>(Order order) -> count(!order.paid() || !isCharged(order));
        case ClientReply.Refused<Order> refused when UNKNOWN_ORDER.contains(refused.status()) ->
            count(true);
        case ClientReply.Refused<Order> _ -> {}
        case ClientReply.Unknown<Order> _ -> {}
      }
    } catch (BrokenContractException e) {
      // The comparison of the books says so.
    }
  }

  /** False only if it is certain: the user has more than this order can have left. */
  private boolean isCharged(Order order) {
    return !(shop.findUser(order.user()) instanceof ClientReply.Ok<User>(User user))
        || user.credit() <= creditMax - order.totalCost();
  }

  private void count(boolean isEarly) {
    sampled.incrementAndGet();
    if (isEarly) {
      early.incrementAndGet();
    }
  }

  /** Ends the reading that is under way. */
  @Override
  public void close() {
    reader.interrupt();
    shop.close();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
