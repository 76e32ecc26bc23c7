/**
 * The command line of a shop, and the parts that all commands of {@code tercet} share. Open {@link
 * tercet.server.command.Commands} first, then {@code RunCommand}.
 */
@NullMarked
package tercet.server.command;

import org.jspecify.annotations.NullMarked;
