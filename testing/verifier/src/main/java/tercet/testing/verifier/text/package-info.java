/** Writes figures for a terminal. Open {@link tercet.testing.verifier.text.TextTable}. */
@NullMarked
package tercet.testing.verifier.text;

import org.jspecify.annotations.NullMarked;
