/** Every input against every stored state. Open {@link tercet.kernel.total.TotalityTest} first. */
@NullMarked
package tercet.kernel.total;

import org.jspecify.annotations.NullMarked;
