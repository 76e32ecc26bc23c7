/**
 * The commands of clients and their answers. Open {@link tercet.kernel.command.Command} first, then
 * {@link tercet.kernel.command.Answer}.
 */
@NullMarked
package tercet.kernel.command;

import org.jspecify.annotations.NullMarked;
