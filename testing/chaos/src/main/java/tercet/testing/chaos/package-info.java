/**
 * Breaks the members of a cluster while clients buy, and says whether what the clients were told is
 * true, and how long they could not buy. Open {@link tercet.testing.chaos.ChaosRun} first, then
 * {@link tercet.testing.chaos.ChaosPlan}, which says what is done to whom and when.
 */
@NullMarked
package tercet.testing.chaos;

import org.jspecify.annotations.NullMarked;
