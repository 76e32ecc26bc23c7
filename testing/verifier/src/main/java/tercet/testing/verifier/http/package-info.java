/**
 * A light HTTP/1.1 load client: one thread drives up to {@value
 * tercet.testing.verifier.http.LoadSettings#CONNECTIONS_MAX} keep-alive connections, and survives
 * the death of the server. Open {@link tercet.testing.verifier.http.LoadClient} first, then {@link
 * tercet.testing.verifier.http.RequestSource}, which writes the requests.
 *
 * <p>It replaces a library, for three reasons:
 *
 * <ul>
 *   <li>It shares the machine with the shop that it measures. In one run on two processors, with
 *       128 connections to a server that answers with constant bytes, this client had 24,000
 *       answers per second from one thread, and the client of the JDK, on virtual threads, 3,100.
 *       These are medians of five turns on a machine that had other work; {@code LoadClientSpeed}
 *       in the tests measures both.
 *   <li>It knows the fate of each request: refused before it was sent, ended, reset, timed out. The
 *       judge must not count a request as unsent that may have taken effect, and a library that
 *       repeats a request on another connection would hide that.
 *   <li>In an open loop a latency counts from the moment at which the request was due, not from the
 *       moment at which a connection was free.
 * </ul>
 */
@NullMarked
package tercet.testing.verifier.http;

import org.jspecify.annotations.NullMarked;
