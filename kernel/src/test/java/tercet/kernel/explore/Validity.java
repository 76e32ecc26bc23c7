package tercet.kernel.explore;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.decision.Message;
import tercet.kernel.id.TransactionId;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.twophase.TwoPhaseMessage;

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
    Instant noneValidAfter = noneValidAfter(message);
    Instant valid = longest.getOrDefault(message.transaction(), Instant.MIN);
    if (noneValidAfter != null && noneValidAfter.isBefore(valid)) {
      throw new AssertionError(message + ", but one is valid until " + valid);
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

  private static @Nullable Instant noneValidAfter(Message message) {
    return switch (message) {
      case SagaMessage.Compensate compensate -> compensate.noneValidAfter();
      case SagaMessage.Complete complete -> complete.noneValidAfter();
      case TccMessage.Release release -> release.noneValidAfter();
      case TccMessage.Cancel cancel -> cancel.noneValidAfter();
      case TccMessage.Confirm confirm -> confirm.noneValidAfter();
      case TwoPhaseMessage.Commit commit -> commit.noneValidAfter();
      case TwoPhaseMessage.Abort abort -> abort.noneValidAfter();
      case ChoreographyMessage.Declined declined -> declined.noneValidAfter();
      case ChoreographyMessage.VoteRequest poll -> poll.noneValidAfter();
      case Message other -> null;
    };
  }
}
