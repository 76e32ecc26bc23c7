/**
 * The public HTTP contract without the HTTP server: routes as data, the values of their parameters,
 * their requests to shards, and the form of answers and refusals. Open {@link
 * tercet.gateway.contract.Contract} first, then {@link tercet.gateway.contract.Route}.
 */
@NullMarked
package tercet.gateway.contract;

import org.jspecify.annotations.NullMarked;
