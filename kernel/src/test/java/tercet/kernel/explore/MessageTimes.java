package tercet.kernel.explore;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import tercet.kernel.decision.Message;
import tercet.kernel.id.TransactionId;
import tercet.kernel.outcome.OutcomeMessage;

/**
 * Checks the times in messages: the end of a transaction names a time after which no message that
 * begins it is valid, and a tombstone is kept until then. So no message may be valid for longer
 * that was sent before.
 */
final class MessageTimes {
  private final Map<TransactionId, Instant> longest = new HashMap<>();

  void sent(Message message) {
    // An outcome begins nothing: it is told after the end.
    Instant validUntil = message instanceof OutcomeMessage ? null : message.validUntil();
    if (validUntil != null) {
      longest.merge(message.transaction(), validUntil, MessageTimes::later);
    }
    Instant noneValidAfter = message.noneValidAfter();
    Instant valid = longest.getOrDefault(message.transaction(), Instant.MIN);
    if (noneValidAfter != null && noneValidAfter.isBefore(valid)) {
      throw new AssertionError(message + ", but one is valid until " + valid);
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
