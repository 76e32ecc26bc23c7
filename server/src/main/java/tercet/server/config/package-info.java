/**
 * The configuration of a node, and the numbers that follow from it. Open {@link
 * tercet.server.config.Configuration} first, then {@link tercet.server.config.Tuning}.
 */
@NullMarked
package tercet.server.config;

import org.jspecify.annotations.NullMarked;
