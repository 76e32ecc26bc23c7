/**
 * The program: command line, configuration and wiring. Open {@link tercet.app.Main} first, then
 * {@link tercet.app.Shop}, where the parts are put together.
 */
@NullMarked
package tercet.app;

import org.jspecify.annotations.NullMarked;
