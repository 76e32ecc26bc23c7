/**
 * The stored answers, which make a command take effect once. Open {@link
 * tercet.kernel.dedupe.DedupeRecord} first.
 */
@NullMarked
package tercet.kernel.dedupe;

import org.jspecify.annotations.NullMarked;
