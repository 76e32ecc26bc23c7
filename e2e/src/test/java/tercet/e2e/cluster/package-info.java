/**
 * Several processes that serve one shop together. Open {@link
 * tercet.e2e.cluster.ClusterCheckoutTest} first.
 */
@NullMarked
package tercet.e2e.cluster;

import org.jspecify.annotations.NullMarked;
