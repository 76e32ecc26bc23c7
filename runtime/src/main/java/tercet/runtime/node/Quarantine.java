package tercet.runtime.node;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import tercet.kernel.decision.Finding;

/**
 * Participants that stay in doubt because the records that would tell the outcome are gone. Each of
 * them asks again every few seconds, so not every question is logged. Safe for threads.
 */
final class Quarantine {
  private static final System.Logger LOG = System.getLogger(Quarantine.class.getName());
  private static final long LOG_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

  private final AtomicLong count = new AtomicLong();
  private final AtomicLong loggedAt = new AtomicLong(System.nanoTime() - LOG_EVERY_NANOS);

  /** Counts it, and logs it unless one was logged a moment ago. */
  void add(Finding finding) {
    count.incrementAndGet();
    long last = loggedAt.get();
    long now = System.nanoTime();
    if (now - last >= LOG_EVERY_NANOS && loggedAt.compareAndSet(last, now)) {
      LOG.log(System.Logger.Level.WARNING, sentence(finding));
    }
  }

  /** Questions that could not be answered, since the start. */
  long count() {
    return count.get();
  }

  static String sentence(Finding finding) {
    return """
    Quarantined: %s asks %s for the outcome of transaction %s of order %s. It cannot be told: \
    %s. Nothing was sent and nothing changed; the amounts that %s has set aside stay set aside. \
    Bring back the records of %s, or see docs/operate/quarantine.md.\
    """
        .formatted(
            finding.participant(),
            finding.orderShard(),
            finding.transaction().value(),
            finding.order().value(),
            finding.reason().sentence(),
            finding.participant(),
            finding.orderShard());
  }
}
