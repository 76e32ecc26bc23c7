/**
 * The commands that test, measure and break a shop. {@link tercet.tools.Main} lists them; each is a
 * thin command line over a module of {@code testing}.
 */
@NullMarked
package tercet.tools;

import org.jspecify.annotations.NullMarked;
