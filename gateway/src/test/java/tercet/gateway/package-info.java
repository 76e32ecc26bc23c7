/**
 * The gateway through real sockets, before the real kernel with its records in memory. Open {@link
 * tercet.gateway.TestGateway} first.
 */
@NullMarked
package tercet.gateway;

import org.jspecify.annotations.NullMarked;
