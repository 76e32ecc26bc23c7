/**
 * The shop as its public HTTP contract shows it. Open {@link tercet.judge.shop.ShopClient} first,
 * which makes one call at a time; {@link tercet.judge.shop.BulkReader} reads thousands of records.
 *
 * <p>Amounts are plain {@code long}s here, as the service sent them: a judge must be able to hold a
 * wrong amount, such as a stock below zero, to report it.
 */
@NullMarked
package tercet.judge.shop;

import org.jspecify.annotations.NullMarked;
