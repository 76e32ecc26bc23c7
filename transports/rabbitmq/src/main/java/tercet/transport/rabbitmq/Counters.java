package tercet.transport.rabbitmq;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Figures of all connections of a node. */
final class Counters {
  final AtomicLong connections = new AtomicLong();
  final AtomicLong broken = new AtomicLong();
  final AtomicLong stuck = new AtomicLong();
  final AtomicLong refused = new AtomicLong();
  final AtomicLong returned = new AtomicLong();
  final AtomicLong blocked = new AtomicLong();
  final AtomicInteger blockedNow = new AtomicInteger();
  final AtomicLong redelivered = new AtomicLong();

  RabbitStatistics now() {
    return new RabbitStatistics(
        connections.get(),
        broken.get(),
        stuck.get(),
        refused.get(),
        returned.get(),
        blocked.get(),
        blockedNow.get(),
        redelivered.get());
  }
}
