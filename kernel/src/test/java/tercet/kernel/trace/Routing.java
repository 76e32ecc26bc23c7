package tercet.kernel.trace;

import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Message;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.UserId;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.twophase.TwoPhaseMessage;

/** Where inputs go. */
final class Routing {
  private Routing() {}

  /** The participant that a message goes to or comes from. */
  static ShardId participant(Message message) {
    return switch (message) {
      case SagaMessage.ToCoordinator vote -> vote.from();
      case TccMessage.ToCoordinator vote -> vote.from();
      case TwoPhaseMessage.ToCoordinator vote -> vote.from();
      case OutcomeMessage.ToCoordinator said -> said.from();
      case RefundMessage.GivenBack said -> said.from();
      case ChoreographyMessage.BetweenShards said when said.to().service() == Service.ORDER ->
          said.from();
      case Message told -> told.to();
    };
  }

  /** The shard that decides a command; of a range, that of its first number. */
  static ShardId shard(Command command, Shards shards) {
    return switch (command) {
      case Command.FindBalance find -> shards.of(find.id());
      case Command.Credit credit -> shards.of(credit.id());
      case Command.Debit debit -> shards.of(debit.id());
      case Command.FindOrder find -> shards.of(find.order());
      case Command.FindStatus find -> shards.of(find.order());
      case Command.CreateItem create -> shards.of(create.item());
      case Command.CreateAccount create -> shards.of(create.user());
      case Command.CreateOrder create -> shards.of(create.order());
      case Command.Edit edit -> shards.of(edit.order());
      case Command.Checkout checkout -> shards.of(checkout.order());
      case Command.Cancel cancel -> shards.of(cancel.order());
      case Command.BeginReserve begin -> shards.of(begin.order());
      case Command.RefuseReserve refuse -> shards.of(refuse.order());
      case Command.TakeSlot take -> shards.of(take.user());
      case Command.GiveSlot give -> shards.of(give.user());
      case Command.KeepPieces keep -> shards.of(keep.pieces().getFirst().item());
      case Command.FreePieces free -> shards.of(free.items().getFirst());
      case Command.Abort abort -> shards.of(abort.order());
      case Command.Settle settle -> shards.of(settle.order());
      case Command.Claim claim -> shards.ofIdempotencyKey(claim.idempotencyKey());
      case Command.InitItems init -> shards.of(new ItemId(first(init.range().from())));
      case Command.InitAccounts init -> shards.of(new UserId(first(init.range().from())));
      case Command.InitOrders init -> shards.of(new OrderId(first(init.range().from())));
    };
  }

  private static String first(int number) {
    return Integer.toString(number);
  }
}
