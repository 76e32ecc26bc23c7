/**
 * Whole shops of real processes on one machine, started, broken and stopped for tests and
 * demonstrations. {@link tercet.testing.testbed.cluster.Cluster} is the type to open first.
 */
@NullMarked
package tercet.testing.testbed.cluster;

import org.jspecify.annotations.NullMarked;
