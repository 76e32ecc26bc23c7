package tercet.testing.simulator.check;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Message;
import tercet.kernel.TransactionId;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.twophase.TwoPhaseMessage;
import tercet.testing.simulator.world.Violation;

/**
 * What messages say about each other: the end of a transaction names a time after which no message
 * that begins it is valid, and a tombstone is kept until then. So no message may be valid for
 * longer that was sent before.
 */
final class Validity {
  private final Map<TransactionId, Instant> longest = new HashMap<>();

  void sent(Message message) {
    Instant validUntil = validUntil(message);
    if (validUntil != null) {
      longest.merge(message.transaction(), validUntil, Validity::later);
    }
    Instant quietAfter = quietAfter(message);
    Instant valid = longest.getOrDefault(message.transaction(), Instant.MIN);
    if (quietAfter != null && quietAfter.isBefore(valid)) {
      throw new Violation(
          "%s, but one is valid until %s".formatted(message, valid), message.transaction().value());
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static @Nullable Instant validUntil(Message message) {
    return switch (message) {
      case SagaMessage.Debit debit -> debit.validUntil();
      case TccMessage.Try attempt -> attempt.validUntil();
      case TwoPhaseMessage.Prepare prepare -> prepare.validUntil();
      case ChoreographyMessage.Debit debit -> debit.validUntil();
      case Message other -> null;
    };
  }

  private static @Nullable Instant quietAfter(Message message) {
    return switch (message) {
      case SagaMessage.Undo undo -> undo.quietAfter();
      case SagaMessage.Keep keep -> keep.quietAfter();
      case TccMessage.Release release -> release.quietAfter();
      case TccMessage.Cancel cancel -> cancel.quietAfter();
      case TccMessage.Confirm confirm -> confirm.quietAfter();
      case TwoPhaseMessage.Commit commit -> commit.quietAfter();
      case TwoPhaseMessage.Abort abort -> abort.quietAfter();
      case ChoreographyMessage.Declined declined -> declined.quietAfter();
      case ChoreographyMessage.Poll poll -> poll.quietAfter();
      case Message other -> null;
    };
  }
}
