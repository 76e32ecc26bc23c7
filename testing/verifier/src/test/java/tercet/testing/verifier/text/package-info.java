/** Tests of what a terminal shows. */
@NullMarked
package tercet.testing.verifier.text;

import org.jspecify.annotations.NullMarked;
