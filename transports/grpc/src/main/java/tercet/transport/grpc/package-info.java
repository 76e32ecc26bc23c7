/**
 * The transport over gRPC: batches of envelopes are the messages of a call. Open {@link
 * tercet.transport.grpc.GrpcWire} first; {@code tercet/v1/envelopes.proto} among the resources is
 * the service's definition.
 */
@NullMarked
package tercet.transport.grpc;

import org.jspecify.annotations.NullMarked;
