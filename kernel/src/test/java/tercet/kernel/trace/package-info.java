/**
 * Golden traces of each protocol: what every input changes and sends, compared with files that
 * people read. Open {@link tercet.kernel.trace.Shop} first. {@code mvn -pl kernel test
 * -Dgolden.rewrite=true} writes the files anew; the difference is then to be read, not trusted.
 */
@NullMarked
package tercet.kernel.trace;

import org.jspecify.annotations.NullMarked;
