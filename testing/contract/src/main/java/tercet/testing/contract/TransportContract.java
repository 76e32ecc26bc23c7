package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/**
 * The contract of {@link Transport} as tests. An adapter's test class implements it by {@link
 * #connect}. A transport may lose, repeat and delay envelopes. So the tests send again until one
 * arrives, as every client and node does that needs an answer.
 */
public interface TransportContract {
  /** All shards, served by the receiving end. */
  Shards SHARDS = new Shards(4);

  /** The name of the receiving end. */
  String NODE = "receiver";

  /** How long anything may take. */
  Duration PATIENCE = Duration.ofSeconds(20);

  /** How long to wait for an arrival before sending again. */
  Duration RESEND_AFTER = Duration.ofMillis(500);

  /** How long to look for something that must not happen. */
  Duration QUIET = Duration.ofMillis(200);

  /**
   * Two ends of a transport; one and the same if it never leaves the process.
   *
   * @param sender neither started nor closed; serves no shard
   * @param receiver neither started nor closed; is {@link #NODE} and serves all of {@link #SHARDS}
   */
  record Ends(Transport sender, Transport receiver) {}

  /** Opens both ends anew. */
  Ends connect();

  @Test
  default void everythingArrivesUnchanged() {
    Set<Envelope> received = ConcurrentHashMap.newKeySet();
    Ends ends = start(received::add);
    Set<Envelope> sent = new HashSet<>();
    EnvelopeSamples.inputs().forEach(input -> sent.add(new Envelope.ToShard(input)));
    for (Answer answer : EnvelopeSamples.answers()) {
      sent.add(new Envelope.ToNode(new ReplyAddress(NODE, sent.size()), answer));
    }
    deliver(ends.sender(), sent, received);
    assertEquals(sent, Set.copyOf(received));
    close(ends);
  }

  @Test
  default void samplesHaveEveryTypeThatTravels() {
    Set<Class<?>> types = new HashSet<>();
    for (Input input : EnvelopeSamples.inputs()) {
      types.add(input.getClass());
      if (input instanceof Request request) {
        types.add(request.command().getClass());
      }
    }
    EnvelopeSamples.answers().forEach(answer -> types.add(answer.getClass()));
    assertEquals(records(Request.class, Message.class, Command.class, Answer.class), types);
  }

  @Test
  default void everyShardIsReached() {
    Set<Envelope> received = ConcurrentHashMap.newKeySet();
    Ends ends = start(received::add);
    Set<Envelope> sent = new HashSet<>();
    SHARDS
        .all()
        .forEach(shard -> sent.add(new Envelope.ToShard(EnvelopeSamples.request(shard, 1))));
    deliver(ends.sender(), sent, received);
    assertEquals(sent, Set.copyOf(received));
    close(ends);
  }

  @Test
  default void manyThreadsMaySendAtOnce() throws Exception {
    Set<Envelope> received = ConcurrentHashMap.newKeySet();
    Ends ends = start(received::add);
    Set<Envelope> sent = ConcurrentHashMap.newKeySet();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> senders = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        int first = thread * 1_000;
        senders.add(
            threads.submit(() -> {
              Set<Envelope> mine = new HashSet<>();
              for (int number = first; number < first + 250; number++) {
                mine.add(
                    new Envelope.ToShard(
                        EnvelopeSamples.request(SHARDS.all().get(number % 12), number)));
                mine.add(new Envelope.ToNode(new ReplyAddress(NODE, number), new Answer.Done()));
              }
              sent.addAll(mine);
              deliver(ends.sender(), mine, received);
            }));
      }
      for (Future<?> sender : senders) {
        sender.get();
      }
    }
    assertEquals(4_000, sent.size());
    assertEquals(Set.copyOf(sent), Set.copyOf(received));
    close(ends);
  }

  @Test
  default void refusalOfTheReceiverHarmsNobody() {
    Set<Envelope> received = ConcurrentHashMap.newKeySet();
    AtomicInteger refusals = new AtomicInteger();
    Ends ends = start(envelope -> refusals.incrementAndGet() > 10 && received.add(envelope));
    Envelope sent = new Envelope.ToShard(EnvelopeSamples.request(SHARDS.all().getFirst(), 1));
    for (int sends = 0; sends < 10; sends++) {
      ends.sender().send(sent);
    }
    deliver(ends.sender(), Set.of(sent), received);
    assertTrue(refusals.get() > 10);
    close(ends);
  }

  @Test
  default void absenceOfTheReceiverHarmsNobody() {
    Set<Envelope> received = ConcurrentHashMap.newKeySet();
    Ends ends = start(received::add);
    Envelope.ToNode toNobody = new Envelope.ToNode(new ReplyAddress("n", 1), new Answer.Done());
    ends.receiver().close();
    for (int number = 0; number < 100; number++) {
      ends.sender()
          .send(new Envelope.ToShard(EnvelopeSamples.request(SHARDS.all().getFirst(), number)));
      ends.sender().send(new Envelope.ToNode(new ReplyAddress(NODE, number), new Answer.Done()));
      ends.sender().send(toNobody);
    }
    close(ends);
  }

  @Test
  default void nothingIsReceivedAfterClose() {
    Set<Envelope> received = ConcurrentHashMap.newKeySet();
    Ends ends = start(received::add);
    Envelope before = new Envelope.ToShard(EnvelopeSamples.request(SHARDS.all().getFirst(), 1));
    deliver(ends.sender(), Set.of(before), received);
    ends.receiver().close();
    received.clear();
    for (ShardId shard : SHARDS.all()) {
      ends.sender().send(new Envelope.ToShard(EnvelopeSamples.request(shard, 2)));
      ends.sender().send(new Envelope.ToNode(new ReplyAddress(NODE, 2), new Answer.Done()));
    }
    Envelope repeated = before; // envelopes that were sent before must not come either
    ends.sender().send(repeated);
    assertFalse(happens(QUIET, () -> !received.isEmpty()), received::toString);
    close(ends);
  }

  private Ends start(Transport.Receiver receiver) {
    Ends ends = connect();
    ends.receiver().start(receiver);
    if (!ends.sender().equals(ends.receiver())) {
      ends.sender().start(envelope -> true);
    }
    return ends;
  }

  private static void close(Ends ends) {
    ends.receiver().close();
    ends.sender().close();
  }

  private static void deliver(Transport sender, Set<Envelope> sent, Set<Envelope> received) {
    long start = System.nanoTime();
    Set<Envelope> missing = new HashSet<>(sent);
    while (!missing.isEmpty()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("never arrived: " + missing);
      }
      missing.forEach(sender::send);
      happens(RESEND_AFTER, () -> received.containsAll(missing));
      missing.removeAll(received);
    }
  }

  private static boolean happens(Duration within, BooleanSupplier what) {
    long start = System.nanoTime();
    while (!what.getAsBoolean()) {
      if (System.nanoTime() - start > within.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(100_000);
    }
    return true;
  }

  private static Set<Class<?>> records(Class<?>... roots) {
    Set<Class<?>> found = new HashSet<>();
    for (Class<?> root : roots) {
      found.addAll(root.isRecord() ? Set.of(root) : records(root.getPermittedSubclasses()));
    }
    return found;
  }
}
