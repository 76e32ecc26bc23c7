/**
 * Tests that the books convict every kind of wrong shop as what it is, and acquit the right one.
 */
@NullMarked
package tercet.judge.books;

import org.jspecify.annotations.NullMarked;
