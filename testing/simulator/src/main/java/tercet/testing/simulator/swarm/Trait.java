package tercet.testing.simulator.swarm;

import java.util.Locale;

/** A property of a seed's shop that is no fault. Counted by seeds. */
public enum Trait {
  /** Servers share stores. */
  SHARED_STORE,
  /** Each service has a shared store of its own. */
  STORE_PER_SERVICE,
  /** Stores keep records as bytes. */
  STORED_BYTES,
  /** Messages travel as bytes. */
  SENT_BYTES,
  /** Servers send to each other by the queues of production, which suspect each other. */
  PEER_QUEUES,
  /** Each life of a server begins transactions by another protocol. */
  PROTOCOL_CHANGES,
  /** Sagas of some servers have another order of steps. */
  STEP_ORDER_CHANGES,
  /** Servers have other times and limits than their neighbours. */
  SETTINGS_DIFFER,
  /** A server goes and never comes back. */
  GONE_FOR_GOOD,
  /** Clients use Idempotency-Keys of others. */
  SHARED_KEYS,
  /** Hundreds of clients check out at once. */
  CROWD,
  /** Lanes begin no transaction while a few are open. */
  FEW_OPEN,
  /** Fills have many steps. */
  FILL_IN_STEPS,
  /** Clocks are wrong by more than is allowed. */
  WRONG_CLOCKS,
  /** Stores may lose commits that they have confirmed. */
  LOSING_STORE,
  /** Stores wait for their replicas, so they lose nothing at a failover. */
  WAITING_STORE,
  /** Nothing goes wrong. */
  NO_FAULTS;

  /** Its name in the summary. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
