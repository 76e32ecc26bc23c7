/**
 * Breaks the members of a cluster while clients buy. Reports whether the clients' answers were
 * true, and how long clients could not buy. Open {@link tercet.testing.chaos.ChaosRun} first, then
 * {@link tercet.testing.chaos.ChaosPlan}, the list of faults.
 */
@NullMarked
package tercet.testing.chaos;

import org.jspecify.annotations.NullMarked;
