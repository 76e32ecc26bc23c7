package tercet.server.failpoint;

import java.util.List;
import tercet.kernel.decision.Message;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/** A transport with a point at which the process dies. */
final class HaltingTransport extends PassingTransport {
  private final Transport transport;
  private final Failpoint point;

  HaltingTransport(Transport transport, Failpoint point) {
    super(transport);
    this.transport = transport;
    this.point = point;
  }

  @Override
  public void send(Envelope envelope) {
    if (envelope instanceof Envelope.ToShard sent && sent.input() instanceof Message message) {
      point.beforeSend(List.of(message));
      transport.send(envelope);
      point.afterSend(List.of(message));
    } else {
      transport.send(envelope);
    }
  }
}
