package tercet.testing.simulator.world;

import org.jspecify.annotations.Nullable;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/** One end of a {@link Network}, as long as its process lives. */
public final class SimulatedTransport implements Transport {
  private final Network network;
  private final int end;
  private @Nullable Receiver receiver;
  private boolean closed;

  /**
   * @param end of the network, from 0
   */
  SimulatedTransport(Network network, int end) {
    this.network = network;
    this.end = end;
  }

  @Override
  public void send(Envelope envelope) {
    if (!closed) {
      network.carry(end, envelope);
    }
  }

  /** Sends to the own process. */
  void sendWithin(Envelope envelope) {
    network.carry(end, end, envelope);
  }

  @Override
  public void start(Receiver newReceiver) {
    receiver = newReceiver;
    network.attach(end, this);
  }

  /**
   * Hands over what arrives.
   *
   * @return false if there is no room
   */
  boolean arrive(Envelope envelope) {
    return closed || receiver == null || receiver.receive(envelope);
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
