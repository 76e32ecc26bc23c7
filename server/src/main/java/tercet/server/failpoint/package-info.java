/**
 * Ends, halts or slows a node at a named point, for tests of its recovery. Open {@link
 * tercet.server.failpoint.Failpoint} first.
 */
@NullMarked
package tercet.server.failpoint;

import org.jspecify.annotations.NullMarked;
