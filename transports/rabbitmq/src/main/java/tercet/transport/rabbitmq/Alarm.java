package tercet.transport.rabbitmq;

import com.rabbitmq.client.BlockedListener;
import org.jspecify.annotations.Nullable;

/** Whether a server takes no messages on a connection because it is short of something. */
final class Alarm implements BlockedListener {
  private static final System.Logger LOG = System.getLogger(Alarm.class.getName());

  private final Counters counters;
  private @Nullable String reason;

  Alarm(Counters counters) {
    this.counters = counters;
  }

  @Override
  public synchronized void handleBlocked(String why) {
    if (reason == null) {
      counters.blocked.incrementAndGet();
      counters.blockedNow.incrementAndGet();
      LOG.log(
          System.Logger.Level.WARNING,
          "RabbitMQ takes no messages: {0}. See rabbitmqctl status; it goes on by itself.",
          why);
    }
    reason = why;
  }

  @Override
  public void handleUnblocked() {
    if (end()) {
      LOG.log(System.Logger.Level.INFO, "RabbitMQ is short of nothing any more.");
    }
  }

  /**
   * The connection is gone, or takes messages again.
   *
   * @return whether it took none
   */
  synchronized boolean end() {
    boolean wasOn = reason != null;
    if (wasOn) {
      counters.blockedNow.decrementAndGet();
    }
    reason = null;
    return wasOn;
  }

  synchronized boolean isOn() {
    return reason != null;
  }

  /** For the operator. */
  synchronized String sentence() {
    String of = reason == null ? "nothing" : reason.replaceFirst("^low on ", "");
    return "RabbitMQ is short of %s and takes no messages.".formatted(of);
  }
}
