/**
 * The transport over HTTP/1.1: a batch of envelopes is the body of a {@code POST /envelopes}. Open
 * {@link tercet.transport.http.HttpWire} first.
 */
@NullMarked
package tercet.transport.http;

import org.jspecify.annotations.NullMarked;
