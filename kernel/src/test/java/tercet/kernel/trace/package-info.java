/**
 * Golden traces of each protocol: what every input changes and sends, compared with files that
 * people read. Open {@link tercet.kernel.trace.TracedShop} first. {@code ./tercet test -pl kernel
 * -Dgolden.rewrite=true} writes the files anew; read the difference.
 */
@NullMarked
package tercet.kernel.trace;

import org.jspecify.annotations.NullMarked;
