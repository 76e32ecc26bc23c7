package tercet.testing.contract;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.Request;
import tercet.kernel.id.ShardId;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.ClusterNode;
import tercet.runtime.cluster.Ownership;
import tercet.runtime.cluster.PeerSettings;
import tercet.runtime.cluster.PeerStatistics;
import tercet.runtime.cluster.PeerTransport;
import tercet.runtime.cluster.PeerWire;
import tercet.runtime.transport.Envelope;
import tercet.testing.testbed.server.Await;

/**
 * How much a {@link PeerWire} carries, and at what cost: a node asks, another one answers at once,
 * both in this process. Adapters' tests have a {@code main} for it.
 */
public final class WireMeasurement implements AutoCloseable {
  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final Duration LOST_AFTER = Duration.ofMillis(200);
  private static final Duration MEASURED = Duration.ofSeconds(4);

  private static final String FRONT = "front";

  private final ClusterMap map = Loopback.cluster(8, Ownership.ANY_NODE, FRONT, "back");
  private final PeerTransport front;
  private final PeerTransport back;
  private final AtomicLong answered = new AtomicLong();
  private final Semaphore room = new Semaphore(0);
  private int lost;

  private WireMeasurement(PeerWire wire) {
    front = new PeerTransport(map, FRONT, wire, PeerSettings.DEFAULTS);
    back = new PeerTransport(map, "back", wire, PeerSettings.DEFAULTS);
    front.start(envelope -> {
      answered.incrementAndGet();
      room.release();
      return true;
    });
    back.start(envelope -> {
      if (envelope instanceof Envelope.ToShard(Request request)) {
        back.send(new Envelope.ToNode(request.replyTo(), new Answer.Created("id")));
      }
      return true;
    });
  }

  /** Measures with more and more requests under way. */
  public static void run(PeerWire wire, PrintStream out) throws InterruptedException {
    out.println("under way  envelopes/s  per batch  CPU µs per envelope  round trip µs  lost");
    for (int underWay : new int[] {1, 16, 128, 1_024, 8_192}) {
      try (WireMeasurement measurement = new WireMeasurement(wire)) {
        measurement.awaitAnswer();
        measurement.room.release(underWay);
        measurement.send(WARM_UP);
        out.println(measurement.measure(underWay));
      }
    }
  }

  /** Nothing is lost any more when both have found each other. */
  private void awaitAnswer() throws InterruptedException {
    Envelope request =
        new Envelope.ToShard(EnvelopeSamples.request(map.preferring(back()).getFirst(), 0, FRONT));
    Await.until(
        "an answer comes",
        WARM_UP,
        () -> {
          front.send(request);
          return answered.get() > 0;
        });
    while (room.tryAcquire(LOST_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
      // until the last of them has been answered, too
    }
  }

  private ClusterNode back() {
    return map.node("back");
  }

  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private String measure(int underWay) throws InterruptedException {
    Duration processor = processorTime();
    PeerStatistics before = front.peers().getFirst();
    long answeredBefore = answered.get();
    long start = System.nanoTime();
    lost = 0;
    send(MEASURED);
    double seconds = (System.nanoTime() - start) / 1e9;
    double micros = processorTime().minus(processor).toNanos() / 1e3;
    long envelopes = 2 * (answered.get() - answeredBefore);
    PeerStatistics after = front.peers().getFirst();
    return "%9d  %11.0f  %9.1f  %19.2f  %13.0f  %4d"
        .formatted(
            underWay,
            envelopes / seconds,
            (double) (after.sent() - before.sent()) / (after.batches() - before.batches()),
            micros / envelopes,
            underWay * seconds * 2e6 / envelopes,
            lost);
  }

  private void send(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    ShardId shard = map.preferring(back()).getFirst();
    for (int number = 0; System.nanoTime() - end < 0; number++) {
      boolean answeredInTime = room.tryAcquire(LOST_AFTER.toMillis(), TimeUnit.MILLISECONDS);
      lost += answeredInTime ? 0 : 1;
      front.send(new Envelope.ToShard(EnvelopeSamples.request(shard, number, FRONT)));
    }
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }
}
