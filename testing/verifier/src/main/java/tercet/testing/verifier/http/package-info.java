/**
 * A light HTTP/1.1 load client: one thread drives up to {@value
 * tercet.judge.http.LoadSettings#CONNECTIONS_MAX} keep-alive connections, and survives the death of
 * the server. Open {@link tercet.judge.http.LoadClient} first, then {@link
 * tercet.judge.http.Workload}, which says what to ask.
 */
@NullMarked
package tercet.judge.http;

import org.jspecify.annotations.NullMarked;
