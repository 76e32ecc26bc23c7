/**
 * Tokens of the programs that may call, and what each may do. Open {@link
 * tercet.gateway.access.Tokens} first.
 */
@NullMarked
package tercet.gateway.access;

import org.jspecify.annotations.NullMarked;
