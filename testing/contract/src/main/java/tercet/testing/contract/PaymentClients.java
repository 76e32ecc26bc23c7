package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import tercet.kernel.command.Answer;
import tercet.kernel.id.UserId;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;
import tercet.testing.testbed.server.Await;

/** Each adds ones to an account of its own, through one node or another, and keeps books. */
public final class PaymentClients implements AutoCloseable {
  private static final int COUNT = 24;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<PaymentNode> nodes;
  private final List<Client> clients = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong lastAnswer = new AtomicLong(System.nanoTime());
  private final AtomicLong longestWait = new AtomicLong();
  private final AtomicLong longestSilence = new AtomicLong();
  private volatile boolean stopping;

  private static final class Client {
    final UserId user;
    final AtomicLong told = new AtomicLong();
    long unknown;
    long lastAnswer = System.nanoTime();

    Client(UserId user) {
      this.user = user;
    }
  }

  /** Starts them, with an account for each. */
  public PaymentClients(PaymentNode... nodes) throws Exception {
    this.nodes = List.of(nodes);
    for (int number = 0; number < COUNT; number++) {
      UserId user = new UserId("client-" + number);
      assertEquals(new Answer.Created(user.value()), nodes[0].create(user));
      clients.add(new Client(user));
    }
    for (Client client : clients) {
      threads.add(Thread.ofVirtual().start(() -> goOn(client)));
    }
  }

  private void goOn(Client client) {
    try {
      for (int turn = client.hashCode() & 1; !stopping; turn++) {
        try {
          assertEquals(new Answer.Done(), nodes.get(turn % nodes.size()).credit(client.user));
          noteAnswer(client);
        } catch (NoAnswerException e) {
          client.unknown++;
        } catch (OverloadedException e) {
          // nothing happened
        }
      }
    } catch (RuntimeException | AssertionError e) {
      failures.add(e);
    }
  }

  private void noteAnswer(Client client) {
    client.told.incrementAndGet();
    answered.incrementAndGet();
    long now = System.nanoTime();
    longestWait.accumulateAndGet(now - client.lastAnswer, Math::max);
    client.lastAnswer = now;
    longestSilence.accumulateAndGet(now - lastAnswer.getAndSet(now), Math::max);
  }

  /** The longest time without an answer to any client, since the last call. */
  public Duration longestSilence() {
    return Duration.ofNanos(longestSilence.getAndSet(0));
  }

  /** The longest time in which one client was not answered, since the last call. */
  public Duration longestWait() {
    return Duration.ofNanos(longestWait.getAndSet(0));
  }

  /** Returns when each client was answered this many times more. */
  public void awaitEach(long more) {
    Map<Client, Long> goals = new HashMap<>();
    clients.forEach(client -> goals.put(client, client.told.get() + more));
    Await.until(
        () -> "no answers any more: " + answered + failures,
        PATIENCE,
        () ->
            clients.stream()
                .allMatch(client -> client.told.get() >= goals.getOrDefault(client, 0L)));
  }

  /** Returns when this many more were answered. */
  public void awaitAnswers(long more) {
    long goal = answered.get() + more;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (answered.get() < goal) {
      assertTrue(System.nanoTime() - end < 0, () -> "no answers any more: " + answered + failures);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** How many were answered. */
  public long answered() {
    return answered.get();
  }

  /**
   * Stops, and fails unless each account holds the acknowledged sum, and at most the unknown ones
   * in addition.
   */
  public void check() throws Exception {
    close();
    assertEquals(List.of(), failures);
    for (PaymentNode node : nodes) {
      assertEquals(List.of(), node.failures());
      for (Client client : clients) {
        Answer.AccountFound found =
            assertInstanceOf(Answer.AccountFound.class, node.find(client.user));
        long amount = found.credit().value();
        String books = client.user + ": " + amount + ", told " + client.told;
        assertTrue(client.told.get() <= amount, books);
        assertTrue(
            amount <= client.told.get() + client.unknown, books + ", unknown " + client.unknown);
      }
    }
  }

  @Override
  public void close() {
    stopping = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
