/**
 * A light HTTP/1.1 load client: one thread drives up to {@value
 * tercet.testing.verifier.http.LoadSettings#CONNECTIONS_MAX} keep-alive connections, and survives
 * the death of the server. Open {@link tercet.testing.verifier.http.LoadClient} first, then {@link
 * tercet.testing.verifier.http.RequestSource}, which says what to ask.
 */
@NullMarked
package tercet.testing.verifier.http;

import org.jspecify.annotations.NullMarked;
