package tercet.testing.simulator.world;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.function.BooleanSupplier;
import tercet.runtime.cluster.Destination;
import tercet.runtime.cluster.PeerQueue;
import tercet.runtime.transport.Envelope;

/** Drives the queue of a server for another one by events, as a thread does in production. */
final class PeerDriver implements Destination {
  static final long NANOS_PER_MILLI = 1_000_000;

  /** How exactly a process that stood still knows how long it waited; no peer is blamed for it. */
  private static final long WATCH_MILLIS = 40;

  private static final long NEVER = Long.MAX_VALUE;

  private final World world;
  private final Server server;
  private final int to;
  private final PeerQueue queue;
  private final PeerNetwork network;
  private final BooleanSupplier probes;
  private final BooleanSupplier retries;
  private long due = NEVER;
  private long attempts;
  private boolean underWay;

  /**
   * @param server that sends
   * @param to the number of the other server
   * @param probes whether a silent peer is asked; no world would come to rest
   * @param retries whether a peer that is gone is looked for
   */
  PeerDriver(
      World world,
      Server server,
      int to,
      PeerQueue queue,
      PeerNetwork network,
      BooleanSupplier probes,
      BooleanSupplier retries) {
    this.world = world;
    this.server = server;
    this.to = to;
    this.queue = queue;
    this.network = network;
    this.probes = probes;
    this.retries = retries;
  }

  @Override
  public boolean isReachable() {
    return queue.isReachable();
  }

  @Override
  public void send(Envelope envelope) {
    queue.send(envelope);
    if (!underWay) {
      stepAt(world.now());
    }
  }

  void start() {
    stepAt(world.now());
  }

  private long nanos() {
    return world.now() * NANOS_PER_MILLI;
  }

  private void stepAt(long at) {
    if (at < due) {
      due = at;
      server.after(at - world.now(), () -> stepIfDue(at));
    }
  }

  private void stepIfDue(long at) {
    if (at == due) {
      due = NEVER;
      if (!underWay) {
        step();
      }
    }
  }

  private void step() {
    switch (queue.next(nanos())) {
      case SEND -> sendBatch();
      case PAUSE -> {
        if (queue.isReachable() || retries.getAsBoolean()) {
          stepAt(world.now() + Math.ceilDiv(queue.pauseNanos(nanos()), NANOS_PER_MILLI));
        }
      }
      case WAIT -> {
        if (probes.getAsBoolean()) {
          stepAt(Math.ceilDiv(queue.silentAt(nanos()), NANOS_PER_MILLI));
        }
      }
    }
  }

  private void sendBatch() {
    underWay = true;
    long attempt = ++attempts;
    network.carry(
        server.number(),
        to,
        queue.batch(),
        new PeerNetwork.Sender() {
          @Override
          public void taken(int noRoom) {
            heard(attempt, () -> queue.taken(noRoom, nanos()));
          }

          @Override
          public void broken(IOException why) {
            heard(attempt, () -> queue.failed(why, nanos()));
          }
        });
    long limit = Math.ceilDiv(queue.limit().toNanos(), NANOS_PER_MILLI);
    awaitAnswer(attempt, world.now() + limit);
  }

  /** An answer that comes too late is not heard; nor is one by a process that has died since. */
  private void heard(long attempt, Runnable outcome) {
    server.after(0, () -> end(attempt, outcome));
  }

  private void awaitAnswer(long attempt, long until) {
    server.after(
        until - world.now(),
        () -> {
          if (world.now() > until) {
            awaitAnswer(attempt, world.now() + WATCH_MILLIS);
          } else {
            IOException late = new SocketTimeoutException("no answer in time");
            end(attempt, () -> queue.failed(late, nanos()));
          }
        });
  }

  private void end(long attempt, Runnable outcome) {
    if (underWay && attempt == attempts) {
      underWay = false;
      outcome.run();
      step();
    }
  }
}
