/**
 * The transport over gRPC: a batch of envelopes is a unary call. Open {@link
 * tercet.transport.grpc.GrpcWire} first; {@code tercet/v1/envelopes.proto} among the resources is
 * the service's definition.
 */
@NullMarked
package tercet.transport.grpc;

import org.jspecify.annotations.NullMarked;
