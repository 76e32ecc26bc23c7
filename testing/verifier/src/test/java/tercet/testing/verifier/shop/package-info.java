/** Tests of the typed clients against a shop in memory and against broken servers. */
@NullMarked
package tercet.testing.verifier.shop;

import org.jspecify.annotations.NullMarked;
