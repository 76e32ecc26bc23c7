/**
 * The numbers that a node shows about itself. Open {@link tercet.server.metrics.EngineMetrics}
 * first.
 */
@NullMarked
package tercet.server.metrics;

import org.jspecify.annotations.NullMarked;
