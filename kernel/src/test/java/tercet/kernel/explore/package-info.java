/**
 * A random walk through everything that messages and clocks may do to the kernel. Open {@link
 * tercet.kernel.explore.World} first. The simulator does the same to the whole runtime.
 */
@NullMarked
package tercet.kernel.explore;

import org.jspecify.annotations.NullMarked;
