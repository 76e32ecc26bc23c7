/**
 * The administrative port's routes for operators: transactions, and records in quarantine. Open
 * {@link tercet.gateway.operate.TransactionsApi} first.
 */
@NullMarked
package tercet.gateway.operate;

import org.jspecify.annotations.NullMarked;
