/** Half of a planted cycle of packages. */
@NullMarked
package tercet.e2e.rules.planted.right;

import org.jspecify.annotations.NullMarked;
