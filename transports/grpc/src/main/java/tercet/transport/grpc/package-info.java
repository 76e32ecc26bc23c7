/**
 * The transport over gRPC: batches of envelopes are the messages of a call. Open {@link
 * tercet.transport.grpc.GrpcWire} first; {@code tercet/v1/envelopes.proto} among the resources is
 * the service's definition.
 *
 * <p><b>Shaded Netty.</b> grpc-java calls Netty its main transport, and OkHttp a light one for
 * Android. The shaded jar cannot disagree with another library's Netty.
 *
 * <p><b>One call for all batches.</b> A unary call for each batch would have a deadline of its own,
 * but its headers, its timer and its end cost more than the batch: with one call for all, checkouts
 * of eight nodes on two processors took a quarter less of them. A channel is made anew after a
 * failure, because its own pauses (a second and more) would hide a peer that is back.
 *
 * <p><b>No generated code.</b> The service has two messages with one field each, which are written
 * by hand; the definition is for other implementations.
 */
@NullMarked
package tercet.transport.grpc;

import org.jspecify.annotations.NullMarked;
