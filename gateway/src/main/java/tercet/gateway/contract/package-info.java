/**
 * The public HTTP contract without the HTTP server: routes as data, what their parameters may be,
 * what each one asks of the shards, and how answers and refusals read. Open {@link
 * tercet.gateway.contract.Contract} first, then {@link tercet.gateway.contract.Route}.
 */
@NullMarked
package tercet.gateway.contract;

import org.jspecify.annotations.NullMarked;
