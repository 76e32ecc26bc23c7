package tercet.server.wiring;

import java.util.function.BooleanSupplier;
import tercet.gateway.operate.TransactionsApi;
import tercet.kernel.id.ShardId;
import tercet.runtime.node.Node;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/**
 * Hands a node what arrives. Input that comes while the process ends is refused; its sender sends
 * it again.
 *
 * @param operators answers their questions at this node
 * @param deciding whether the process does not end
 */
record Arrivals(Node node, TransactionsApi operators, BooleanSupplier deciding)
    implements Transport.Receiver {
  @Override
  public boolean receive(Envelope envelope) {
    return operators.receive(envelope)
        || ((deciding.getAsBoolean() || envelope instanceof Envelope.ToNode)
            && node.receive(envelope));
  }

  @Override
  public BooleanSupplier settled(ShardId shard) {
    return node.settled(shard);
  }
}
