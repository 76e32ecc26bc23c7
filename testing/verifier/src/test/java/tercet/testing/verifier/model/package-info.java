/** Tests that the books name the fault of every kind of wrong shop, and acquit the right one. */
@NullMarked
package tercet.testing.verifier.model;

import org.jspecify.annotations.NullMarked;
