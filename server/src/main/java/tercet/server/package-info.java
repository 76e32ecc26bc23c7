/**
 * The program of a shop in production. {@link tercet.server.Main} starts {@code tercet run} and
 * {@code tercet data}; {@code tercet.server.wiring.Shop} puts the parts together.
 */
@NullMarked
package tercet.server;

import org.jspecify.annotations.NullMarked;
