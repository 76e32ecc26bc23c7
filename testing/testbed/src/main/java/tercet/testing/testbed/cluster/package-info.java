/**
 * Whole shops of real processes on one machine, started, broken and stopped for tests and
 * demonstrations. {@link tercet.clusters.Cluster} is the type to open first.
 */
@NullMarked
package tercet.clusters;

import org.jspecify.annotations.NullMarked;
