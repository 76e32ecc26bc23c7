package tercet.server.failpoint;

import tercet.kernel.id.ShardId;
import tercet.runtime.transport.Transport;

/** A transport in front of another one, which differs only in how it sends. */
abstract class PassingTransport implements Transport {
  private final Transport transport;

  PassingTransport(Transport transport) {
    this.transport = transport;
  }

  @Override
  public void start(Receiver receiver) {
    transport.start(receiver);
  }

  @Override
  public boolean reaches(ShardId shard) {
    return transport.reaches(shard);
  }

  @Override
  public void watch(Watcher watcher) {
    transport.watch(watcher);
  }

  @Override
  public void close() {
    transport.close();
  }
}
