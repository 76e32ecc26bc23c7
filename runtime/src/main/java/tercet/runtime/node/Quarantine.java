package tercet.runtime.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tercet.kernel.decision.Finding;
import tercet.kernel.id.TransactionId;

/**
 * Participants that stay in doubt because the records that would tell the outcome are gone. Each of
 * them asks again every few seconds, so not every question is logged. Safe for threads.
 */
final class Quarantine {
  private static final System.Logger LOG = System.getLogger(Quarantine.class.getName());
  private static final long LOG_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

  /** More say nothing new, and must not fill the memory. */
  private static final int DOUBTS_MAX = 1_000;

  /** Each participant in doubt asks again every few seconds. */
  private static final Duration OVER_AFTER = Duration.ofMinutes(2);

  private final InstantSource clock;
  private final Map<String, Doubt> doubts = new LinkedHashMap<>();
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong loggedAt = new AtomicLong(System.nanoTime() - LOG_EVERY_NANOS);

  Quarantine(InstantSource clock) {
    this.clock = clock;
  }

  /** Counts it, and logs it unless one was logged a moment ago. */
  void add(Finding finding) {
    count.incrementAndGet();
    remember(finding, clock.instant());
    long last = loggedAt.get();
    long now = System.nanoTime();
    if (now - last >= LOG_EVERY_NANOS && loggedAt.compareAndSet(last, now)) {
      LOG.log(System.Logger.Level.WARNING, sentence(finding));
    }
  }

  private synchronized void remember(Finding finding, Instant now) {
    String name = finding.transaction().value() + " " + finding.participant();
    Doubt known = doubts.get(name);
    if (known == null && doubts.size() >= DOUBTS_MAX) {
      forgetOld(now);
    }
    if (known != null || doubts.size() < DOUBTS_MAX) {
      Instant since = known == null ? now : known.since();
      doubts.put(name, new Doubt(finding, since, now));
    }
  }

  private void forgetOld(Instant now) {
    doubts.values().removeIf(doubt -> doubt.last().isBefore(now.minus(OVER_AFTER)));
  }

  /** Forgets the questions about a transaction. One that has no answer yet comes again. */
  synchronized void forget(TransactionId transaction) {
    doubts.values().removeIf(doubt -> doubt.finding().transaction().equals(transaction));
  }

  /** The participants that have asked lately. */
  synchronized List<Doubt> doubts() {
    forgetOld(clock.instant());
    return new ArrayList<>(doubts.values());
  }

  /** Questions that could not be answered, since the start. */
  long count() {
    return count.get();
  }

  static String sentence(Finding finding) {
    return """
    Quarantined: %s asks %s for the outcome of transaction %s of order %s. It cannot be told: \
    %s. Nothing was sent and nothing changed; the amounts that %s has set aside stay set aside. \
    Bring back the records of %s, or settle it: see docs/operate/quarantine.md.\
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
