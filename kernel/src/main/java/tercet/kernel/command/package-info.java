/**
 * What clients ask and what they are told. Open {@link tercet.kernel.command.Command} first, then
 * {@link tercet.kernel.command.Answer}.
 */
@NullMarked
package tercet.kernel.command;

import org.jspecify.annotations.NullMarked;
