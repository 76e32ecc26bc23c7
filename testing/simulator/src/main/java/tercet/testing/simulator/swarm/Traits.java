package tercet.testing.simulator.swarm;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import tercet.runtime.mailbox.LaneSettings;

/** Finds the traits of a seed. */
final class Traits {
  private Traits() {}

  static Set<Trait> of(Swarm swarm) {
    WorkloadPlan workload = swarm.workload();
    int longestFill = Math.max(workload.items(), workload.orders());
    Map<Trait, Boolean> traits = new EnumMap<>(Trait.class);
    traits.put(Trait.SHARED_STORE, swarm.deployment().sharedStore());
    traits.put(
        Trait.STORE_PER_SERVICE,
        swarm.deployment().stores() == Deployment.Stores.SHARED_BY_SERVICE);
    traits.put(Trait.STORED_BYTES, swarm.deployment().bytes());
    traits.put(Trait.SENT_BYTES, swarm.links().bytes());
    traits.put(Trait.PEER_QUEUES, swarm.peers().queues() && swarm.deployment().servers() > 1);
    traits.put(Trait.PROTOCOL_CHANGES, swarm.protocolChanges());
    traits.put(Trait.STEP_ORDER_CHANGES, swarm.stepOrderChanges());
    traits.put(Trait.SETTINGS_DIFFER, !swarm.differences().equals(Differences.NONE));
    traits.put(Trait.GONE_FOR_GOOD, swarm.goneForGood());
    traits.put(Trait.SHARED_KEYS, workload.sharedKeys());
    traits.put(Trait.CROWD, workload.crowd());
    traits.put(Trait.FEW_OPEN, swarm.lanes().openMax() < LaneSettings.OPEN_MAX);
    traits.put(Trait.FILL_IN_STEPS, workload.stepOfFill() < longestFill);
    traits.put(Trait.WRONG_CLOCKS, swarm.hasWrongClocks());
    traits.put(Trait.LOSING_STORE, swarm.losses().any());
    traits.put(
        Trait.WAITING_STORE, swarm.rates().containsKey(Fault.FAILOVER) && !swarm.losses().any());
    traits.put(Trait.NO_FAULTS, swarm.rates().isEmpty());
    traits.values().removeIf(has -> !has);
    return traits.keySet();
  }
}
