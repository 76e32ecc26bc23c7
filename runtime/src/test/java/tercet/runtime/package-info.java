/** The fixtures of the runtime's tests. Open {@link tercet.runtime.Scene} first. */
@NullMarked
package tercet.runtime;

import org.jspecify.annotations.NullMarked;
