/**
 * Tests that the books convict every kind of wrong shop as what it is, and acquit the right one.
 */
@NullMarked
package tercet.testing.verifier.model;

import org.jspecify.annotations.NullMarked;
