/**
 * The transport over HTTP/1.1: a batch of envelopes is the body of a {@code POST /envelopes}. Open
 * {@link tercet.transport.http.HttpWire} first.
 *
 * <p>The listener is the library of the gateway, Helidon. One connection in each direction between
 * two nodes is enough, since the next batch leaves only when the last was taken, so the streams of
 * HTTP/2 would add nothing. With the JDK's client an envelope cost 2.5 times as much processor time
 * as with Helidon's ({@code HttpMeasurement} with either, both ends counted).
 */
@NullMarked
package tercet.transport.http;

import org.jspecify.annotations.NullMarked;
