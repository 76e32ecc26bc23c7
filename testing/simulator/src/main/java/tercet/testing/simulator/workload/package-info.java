/**
 * What clients ask, through which gateways, and what they are told. Open {@link
 * tercet.simulator.workload.Operation} first, then {@link tercet.simulator.workload.Gateway}.
 */
@NullMarked
package tercet.simulator.workload;

import org.jspecify.annotations.NullMarked;
