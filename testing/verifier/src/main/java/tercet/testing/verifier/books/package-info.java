/**
 * Compares what clients were told with what the shop now says. Open {@link
 * tercet.judge.books.Books} first, then {@link tercet.judge.books.Fault} for what can be wrong.
 */
@NullMarked
package tercet.judge.books;

import org.jspecify.annotations.NullMarked;
