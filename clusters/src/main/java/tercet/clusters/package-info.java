/**
 * Whole shops of real processes on one machine, started, broken and stopped for tests and
 * demonstrations. {@link tercet.clusters.Cluster} is the type to open first.
 */
@org.jspecify.annotations.NullMarked
package tercet.clusters;
