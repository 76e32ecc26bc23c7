package tercet.kernel.refund;

import java.time.Instant;
import java.util.List;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.transaction.TransactionKeys;
import tercet.kernel.transaction.TransactionSettings;

/** Both sides of a refund: which of them decides what. */
public final class RefundProtocol {
  private final RefundCoordinator coordinator;
  private final RefundParticipant participant;

  public RefundProtocol(Shards shards, TransactionSettings settings) {
    this.coordinator = new RefundCoordinator(shards, settings);
    this.participant = new RefundParticipant(settings);
  }

  /** The records that deciding a message may read. */
  public static List<Key> keys(RefundMessage message) {
    return switch (message) {
      case RefundMessage.GiveBack told -> TransactionKeys.ofPart(told.transaction(), told.branch());
      case RefundMessage.Closed told -> List.of(Key.participation(told.transaction(), told.to()));
      case RefundMessage.GivenBack said ->
          List.of(
              Key.participation(said.transaction(), said.to()), Key.order(said.order(), said.to()));
    };
  }

  /** The records that deciding a command to cancel may read, but for one that the order names. */
  public static List<Key> keys(Request request, Command.Cancel cancel) {
    ShardId shard = request.to();
    return List.of(
        Key.answer(request.id(), shard),
        Key.order(cancel.order(), shard),
        Key.transaction(cancel.order(), shard),
        Key.participation(RefundCoordinator.ofItem(request), shard));
  }

  /**
   * Whether a command to cancel would begin a refund, if it is not refused. Reads also the refund
   * that is open.
   */
  public static boolean begins(RecordView records, Request request, Command.Cancel cancel) {
    return RefundCoordinator.begins(records, request, cancel);
  }

  /**
   * Cancels a paid order, or pieces of it. Reads also the refund, or the payment, that the order
   * names.
   */
  public Decision cancel(RecordView records, Request request, Command.Cancel cancel, Instant now) {
    return coordinator.cancel(records, request, cancel, now);
  }

  public Decision decide(RecordView records, RefundMessage message, Instant now) {
    return switch (message) {
      case RefundMessage.GiveBack told -> participant.giveBack(records, told, now);
      case RefundMessage.Closed told -> participant.closed(records, told, now);
      case RefundMessage.GivenBack said -> coordinator.givenBack(records, said, now);
    };
  }

  /** Its time has come. */
  public Decision wake(Key key, Refunding open, Instant now) {
    return coordinator.wake(key, open, now);
  }

  /** Its time has come. */
  public Decision wake(Key key, Refunded done, Instant now) {
    return participant.wake(key, done, now);
  }
}
