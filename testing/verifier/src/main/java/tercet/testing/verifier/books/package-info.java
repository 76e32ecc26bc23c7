/**
 * Compares what clients were told with what the shop now says. Open {@link
 * tercet.testing.verifier.books.Books} first, then {@link tercet.testing.verifier.books.Fault} for
 * what can be wrong.
 */
@NullMarked
package tercet.testing.verifier.books;

import org.jspecify.annotations.NullMarked;
