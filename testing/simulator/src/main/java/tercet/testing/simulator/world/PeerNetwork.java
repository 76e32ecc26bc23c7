package tercet.testing.simulator.world;

import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.SplittableRandom;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.transport.Envelope;
import tercet.testing.simulator.swarm.Fault;
import tercet.testing.simulator.swarm.Links;

/** Carries batches of envelopes between servers, as a wire does in production, or does not. */
final class PeerNetwork {
  /**
   * A message may wait until the batch before it has arrived and was answered, then travels itself.
   * All of that takes no longer than a message that travels alone.
   */
  private static final int LEGS = 3;

  private final World world;
  private final Faults faults;
  private final Links links;
  private final Network network;
  private final List<Server> servers;
  private final SplittableRandom random;

  /**
   * @param network which says who is cut off from whom
   */
  PeerNetwork(
      World world,
      Faults faults,
      Links links,
      Network network,
      List<Server> servers,
      SplittableRandom random) {
    this.world = world;
    this.faults = faults;
    this.links = links;
    this.network = network;
    this.servers = servers;
    this.random = random;
  }

  /** Hears the result of a batch, unless it is never known. */
  interface Sender {
    void taken(int noRoom);

    void broken(IOException why);
  }

  /** The way that a batch takes. */
  private enum Fate {
    ARRIVES,
    /** Without a word: only time tells. */
    IS_LOST,
    /** The connection breaks before it arrives. */
    BREAKS_BEFORE,
    /** The connection breaks when it has arrived, before the answer does. */
    BREAKS_AFTER
  }

  private Fate fate() {
    if (faults.strikes(Fault.LOSS)) {
      return Fate.values()[1 + faults.random(Fault.LOSS).nextInt(Fate.values().length - 1)];
    }
    return faults.strikes(Fault.DUPLICATION) ? Fate.BREAKS_AFTER : Fate.ARRIVES;
  }

  void carry(int from, int to, byte[] batch, Sender sender) {
    Fate fate = network.isCut(from, to) ? Fate.IS_LOST : fate();
    long late = faults.strikes(Fault.DELAY) ? faults.size(Fault.DELAY, links.lateMillisMax()) : 0;
    switch (fate) {
      case IS_LOST -> note("a batch from server%d to server%d is lost", from, to);
      case BREAKS_BEFORE ->
          world.after(leg(), () -> sender.broken(new IOException("the connection broke")));
      case ARRIVES, BREAKS_AFTER ->
          world.after(leg() + late, () -> arrive(from, to, batch, fate, sender));
    }
  }

  private long leg() {
    int min = links.latencyMillisMin() / LEGS;
    int max = links.latencyMillisMax() / LEGS;
    return random.nextInt(min, max + 1);
  }

  private void arrive(int from, int to, byte[] batch, Fate fate, Sender sender) {
    Server target = servers.get(to);
    if (!target.isAlive()) {
      world.after(leg(), () -> sender.broken(new ConnectException("the process has ended")));
      return;
    }
    if (target.pausedFor() > 0) {
      world.after(target.pausedFor(), () -> arrive(from, to, batch, fate, sender));
      return;
    }
    Unpacking unpacking = new Unpacking(target);
    EnvelopeBatch.read(batch, unpacking);
    int noRoom = unpacking.noRoom;
    if (fate == Fate.BREAKS_AFTER) {
      note("a batch from server%d to server%d has arrived, then the connection breaks", from, to);
      world.after(leg(), () -> sender.broken(new IOException("the connection broke")));
    } else if (network.isCut(to, from)) {
      note("a batch from server%d to server%d has arrived, and its answer is lost", from, to);
    } else {
      world.after(leg(), () -> sender.taken(noRoom));
    }
  }

  private final class Unpacking implements EnvelopeBatch.Listener {
    private final Server target;
    private int noRoom;

    Unpacking(Server target) {
      this.target = target;
    }

    @Override
    public void envelope(Envelope envelope) {
      boolean taken = target.receive(envelope);
      noRoom += taken ? 0 : 1;
      if (world.trace().isOn()) {
        String what = taken ? "arrives at " : "finds no room at ";
        world.note("network", what + target.name() + ": " + envelope);
      }
    }

    @Override
    public void malformed(MalformedBytesException why) {
      throw new Violation("what was sent to " + target.name() + " cannot be read", why);
    }
  }

  private void note(String what, int from, int to) {
    if (world.trace().isOn()) {
      world.note("network", what.formatted(from, to));
    }
  }
}
