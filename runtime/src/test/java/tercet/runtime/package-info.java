/** What the tests of the runtime share. Open {@link tercet.runtime.Scene} first. */
@NullMarked
package tercet.runtime;

import org.jspecify.annotations.NullMarked;
