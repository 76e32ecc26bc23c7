/**
 * What makes a command take effect once: the stored answers. Open {@link
 * tercet.kernel.dedupe.DedupeRecord} first.
 */
@NullMarked
package tercet.kernel.dedupe;

import org.jspecify.annotations.NullMarked;
