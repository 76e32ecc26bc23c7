/**
 * Tests that the books convict every kind of wrong shop of its own fault, and acquit the right one.
 */
@NullMarked
package tercet.testing.verifier.model;

import org.jspecify.annotations.NullMarked;
