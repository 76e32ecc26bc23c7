/**
 * Clients, their gateways, and their answers. Open {@link
 * tercet.testing.simulator.workload.Operation} first, then {@link
 * tercet.testing.simulator.workload.SimulatedGateway}.
 */
@NullMarked
package tercet.testing.simulator.workload;

import org.jspecify.annotations.NullMarked;
