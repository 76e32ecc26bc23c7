package tercet.testing.simulator.world;

import java.time.Instant;
import java.util.SplittableRandom;
import tercet.kernel.decision.Decider;
import tercet.kernel.transaction.TransactionSettings;
import tercet.runtime.cluster.PeerSettings;
import tercet.runtime.request.RequestSettings;
import tercet.runtime.store.Store;
import tercet.runtime.transport.Transport;

/** The parts of a process. The simulator's own tests put faulty parts in. */
public interface Wiring {
  /** Everything as it is. */
  Wiring SOUND = new Wiring() {};

  /** For the whole simulation. */
  default Decider decider(Decider kernel) {
    return kernel;
  }

  /** The configuration of the kernel. */
  default TransactionSettings transactions(TransactionSettings settings) {
    return settings;
  }

  /** The configuration of gateways. */
  default RequestSettings requests(RequestSettings settings) {
    return settings;
  }

  /** The settings of the queues for other servers. */
  default PeerSettings peers(PeerSettings settings) {
    return settings;
  }

  /** Whether gateways believe that no message is copied on its way. */
  default boolean copiesNothing() {
    return false;
  }

  /** Whether orders may be gone when a participant asks for an outcome. */
  default boolean losesOrders() {
    return false;
  }

  /** Whether servers look for records that no node works on. */
  default boolean recovers() {
    return true;
  }

  /** For one life of a process. */
  default Store store(Store store, Transport transport) {
    return store;
  }

  /** For one life of a process. */
  default Transport transport(Transport transport) {
    return transport;
  }

  /** A store drops some records that expired at or before a time. */
  default void dropExpired(
      World world, SimulatedDisk database, Instant at, SplittableRandom random) {
    database.raiseHorizon(at);
    database.dropExpired(at, random);
  }

  /**
   * The age of commits that a failover may lose although the store says that it waits for its
   * replicas, in milliseconds.
   */
  default long unconfirmedMillis() {
    return 0;
  }

  /** Whether a server that was replaced answers reads although no replica confirms them. */
  default boolean unconfirmedReads() {
    return false;
  }

  /**
   * The name under which answers find back to a process.
   *
   * @param life counts the starts of the process, from 1
   */
  default String nodeName(String server, int life) {
    return server + "." + life;
  }
}
