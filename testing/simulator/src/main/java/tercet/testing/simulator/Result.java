package tercet.testing.simulator;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.testing.simulator.swarm.Fault;
import tercet.testing.simulator.swarm.Swarm;
import tercet.testing.simulator.world.LossCounts;
import tercet.testing.simulator.world.Trace;
import tercet.testing.simulator.world.Violation;

/**
 * The result of one simulated seed.
 *
 * @param virtualMillis how long it took in its own time
 * @param requests of clients
 * @param transactions that were begun
 * @param paid of them
 * @param quarantined whether a participant stayed in doubt, until an operator settled it; where
 *     stores may lose commits the seed ended there
 * @param losses of commits that a store had confirmed
 * @param untrue clients that were told that their order is paid, although it no longer is
 * @param digest the same for the same case: which event came when
 * @param trace empty unless it was asked for
 * @param violation null if every promise was kept
 */
record Result(
    Case simulated,
    Swarm swarm,
    long virtualMillis,
    long requests,
    long transactions,
    long paid,
    Map<Fault, Long> faults,
    boolean quarantined,
    LossCounts losses,
    int untrue,
    long digest,
    List<Trace.Line> trace,
    @Nullable Violation violation) {}
