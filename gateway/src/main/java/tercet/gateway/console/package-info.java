/**
 * The console: a page for operators, as files of the program, and answers that are told again and
 * again while a page is open. Open {@link tercet.gateway.console.ConsoleFiles} first. The pages
 * themselves are in the resources of this package.
 */
@NullMarked
package tercet.gateway.console;

import org.jspecify.annotations.NullMarked;
