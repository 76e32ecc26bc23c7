package tercet.testing.simulator.check;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import tercet.kernel.decision.Message;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.refund.RefundMessage;
import tercet.testing.simulator.world.Violation;

/**
 * Checks the times in messages: the end of a transaction names a time after which no message that
 * begins it is valid, and a tombstone is kept until then. So no message may be valid for longer
 * that was sent before.
 */
final class Validity {
  private final Map<String, Instant> longest = new HashMap<>();

  void sent(Message message) {
    // An outcome begins nothing: it is told after the end.
    Instant validUntil = message instanceof OutcomeMessage ? null : message.validUntil();
    if (validUntil != null) {
      longest.merge(about(message), validUntil, Validity::later);
    }
    Instant noneValidAfter = message.noneValidAfter();
    Instant valid = longest.getOrDefault(about(message), Instant.MIN);
    if (noneValidAfter != null && noneValidAfter.isBefore(valid)) {
      throw new Violation(
          "%s, but one is valid until %s".formatted(message, valid), message.transaction().value());
    }
  }

  /** A refund names that time for each participant, and goes on with the others. */
  private static String about(Message message) {
    String transaction = message.transaction().value();
    return message instanceof RefundMessage ? transaction + " " + message.to() : transaction;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
