/**
 * The interpreter: reads what an input needs, lets the kernel decide, commits, and only then sends.
 * Open {@link tercet.runtime.mailbox.Interpreter} first, then {@link tercet.runtime.mailbox.Lane},
 * which feeds it.
 */
@NullMarked
package tercet.runtime.mailbox;

import org.jspecify.annotations.NullMarked;
