/**
 * The HTTP gateway: a public listener that speaks the {@linkplain tercet.gateway.contract contract}
 * and nothing else, and an administrative one for health and metrics. Stateless. Open {@link
 * tercet.gateway.Gateway} first.
 */
@NullMarked
package tercet.gateway;

import org.jspecify.annotations.NullMarked;
