package tercet.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import tercet.gateway.NodeHealth;
import tercet.gateway.NodeHealth.Phase;
import tercet.kernel.id.Service;
import tercet.kernel.id.Shards;

final class ReadinessTest {
  private final Set<Service> away = EnumSet.noneOf(Service.class);
  private final AtomicBoolean storeAnswers = new AtomicBoolean(true);
  private final AtomicBoolean isReached = new AtomicBoolean(true);
  private final Readiness readiness =
      new Readiness(
          new Shards(4),
          shard -> !away.contains(shard.service()),
          isReached::get,
          storeAnswers::get);

  @Test
  void nodeIsReadyFromItsOpenPortsToItsStop() {
    assertEquals(NodeHealth.of(Phase.STARTING), readiness.get());
    readiness.open();
    assertEquals(NodeHealth.of(Phase.UP), readiness.get());
    readiness.stop();
    assertEquals(NodeHealth.of(Phase.STOPPING), readiness.get());
  }

  @Test
  void missingServiceIsNamedAndDoesNotMakeTheNodeUnready() {
    readiness.open();
    readiness.get();
    away.add(Service.PAYMENT);
    storeAnswers.set(false);
    assertEquals(
        new NodeHealth(
            Phase.UP,
            List.of(
                "No node of payment can be reached for 4 of its 4 shards.",
                "The store of this node does not answer.")),
        readiness.get());
  }

  @Test
  void nodeThatReachesNothingIsNotReady() {
    readiness.open();
    readiness.get();
    away.addAll(List.of(Service.values()));
    assertEquals(NodeHealth.of(Phase.CUT_OFF), readiness.get());
  }

  @Test
  void nodeThatHasJustStartedWaitsUntilItHasMetTheOthers() {
    away.add(Service.STOCK);
    readiness.open();
    assertEquals(NodeHealth.of(Phase.STARTING), readiness.get());
    away.clear();
    assertEquals(NodeHealth.of(Phase.UP), readiness.get());
    away.add(Service.STOCK);
    assertEquals(Phase.UP, readiness.get().phase());
  }

  @Test
  void nodeThatHasJustStartedWaitsUntilTheOthersHaveFoundIt() {
    isReached.set(false);
    readiness.open();
    assertEquals(NodeHealth.of(Phase.STARTING), readiness.get());
    isReached.set(true);
    assertEquals(NodeHealth.of(Phase.UP), readiness.get());
    isReached.set(false);
    assertEquals(NodeHealth.of(Phase.UP), readiness.get());
  }

  @Test
  void onlyANodeThatIsProbedHasALoadBalancerToWaitFor() {
    assertFalse(readiness.isWatched());
    readiness.get();
    assertTrue(readiness.isWatched());
  }
}
