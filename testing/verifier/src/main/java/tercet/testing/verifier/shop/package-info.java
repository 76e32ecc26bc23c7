/**
 * The shop as its public HTTP contract shows it. Open {@link
 * tercet.testing.verifier.shop.ShopClient} first, which makes one call at a time; {@link
 * tercet.testing.verifier.shop.BulkReader} reads thousands of records.
 *
 * <p>Amounts are plain {@code long}s here, as the service sent them: a judge must be able to hold a
 * wrong amount, such as a stock below zero, to report it.
 */
@NullMarked
package tercet.testing.verifier.shop;

import org.jspecify.annotations.NullMarked;
