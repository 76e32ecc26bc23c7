/** Tests of texts for a terminal. */
@NullMarked
package tercet.testing.verifier.text;

import org.jspecify.annotations.NullMarked;
