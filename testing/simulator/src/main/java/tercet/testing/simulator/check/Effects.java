package tercet.testing.simulator.check;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Item;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.UserId;
import tercet.testing.simulator.workload.CommandRecord;
import tercet.testing.simulator.world.Violation;

/** Checks that a command had exactly its effect at the moment when it was answered. */
final class Effects {
  private final Ledger ledger;
  private final Shards shards;
  private final OrderEffects orders;
  private final ReservationEffects reservations;

  Effects(Ledger ledger, Shards shards, KeptPieces kept) {
    this.ledger = ledger;
    this.shards = shards;
    this.orders = new OrderEffects(ledger, shards, kept);
    this.reservations = new ReservationEffects(ledger, kept);
  }

  /**
   * Checks the effect of one command.
   *
   * @param asked all that was sent under its id; a repeated one may carry another price
   * @param touched balances and orders that the decision has changed
   * @return whether the command changes balances and orders at once
   */
  boolean judge(List<CommandRecord> asked, Answer answer, Set<Key> touched, long position) {
    CommandRecord first = asked.getFirst();
    ShardId shard = first.shard();
    if (answer instanceof Answer.Refused refused) {
      boolean checkout = first.command() instanceof Command.Checkout;
      if (!checkout && !touched.isEmpty()) {
        throw new Violation("a refused command changes " + touched + ": " + refused, first.id());
      }
      if (asked.stream().noneMatch(one -> isTrue(one.command(), shard, refused.refusal()))
          && !reservations.wasToldByAnotherShard(asked, refused)) {
        throw new Violation(
            "%s is refused as %s, which is not true".formatted(first.command(), refused.refusal()),
            first.id());
      }
      return false;
    }
    boolean right =
        switch (first.command()) {
          case Command.Credit credit ->
              moved(credit.id(), shard, credit.amount().value(), position, first.id());
          case Command.Debit debit ->
              moved(debit.id(), shard, -debit.amount().value(), position, first.id());
          case Command.CreateItem create ->
              filled(create.item(), shard, Amount.ZERO, create.price(), position);
          case Command.CreateAccount create ->
              filled(create.user(), shard, Amount.ZERO, null, position);
          case Command.InitItems init -> items(init, shard, position);
          case Command.InitAccounts init -> accounts(init, shard, position);
          case Command.CreateOrder create -> orders.created(create, shard, position);
          case Command.InitOrders init -> orders.overwritten(init, shard, position);
          case Command.Edit edit -> orders.edited(edit, asked, shard, position);
          case Command.Checkout checkout ->
              answer instanceof Answer.Paid && orders.isWithinLimit(checkout, shard, first.id());
          case Command.Cancel cancel -> answer instanceof Answer.Cancelled;
          case Command.TakeSlot take -> reservations.taken(take, answer, shard);
          case Command.KeepPieces keep -> reservations.kept(keep, answer, shard);
          case Command.FreePieces free -> reservations.freed(free, shard);
          case Command.GiveSlot give -> reservations.given(give, shard);
          case Command.RefuseReserve refuse ->
              asked.stream()
                  .anyMatch(another ->
                      another.command() instanceof Command.Reserve reserve
                          && orders.edited(reserve, asked, shard, position));
          case Command.BeginReserve begin -> false;
          case Command.Claim claim -> false;
          case Command.Abort abort -> false;
          case Command.Settle settle -> false;
          case Command.Query query -> false;
        };
    if (!right) {
      throw new Violation(
          "%s is answered %s, but did something else".formatted(first.command(), answer),
          first.id());
    }
    return !(first.command() instanceof Command.Checkout
        || first.command() instanceof Command.Cancel);
  }

  /** Notes the change of a command whose success alone is known. */
  void happened(List<CommandRecord> asked, Answer answer, long position) {
    if (asked.isEmpty() || answer instanceof Answer.Refused) {
      return;
    }
    CommandRecord first = asked.getFirst();
    switch (first.command()) {
      case Command.Credit credit ->
          balance(credit.id(), first.shard()).moved(position, credit.amount().value(), first.id());
      case Command.Debit debit ->
          balance(debit.id(), first.shard()).moved(position, -debit.amount().value(), first.id());
      case Command.CreateItem create ->
          filled(create.item(), first.shard(), Amount.ZERO, create.price(), position);
      case Command.CreateAccount create ->
          filled(create.user(), first.shard(), Amount.ZERO, null, position);
      case Command.InitItems init -> items(init, first.shard(), position);
      case Command.InitAccounts init -> accounts(init, first.shard(), position);
      case Command.CreateOrder _,
          Command.InitOrders _,
          Command.Edit _,
          Command.TakeSlot _,
          Command.KeepPieces _,
          Command.FreePieces _,
          Command.GiveSlot _,
          Command.RefuseReserve _,
          Command.BeginReserve _,
          Command.Checkout _,
          Command.Cancel _,
          Command.Claim _,
          Command.Abort _,
          Command.Settle _,
          Command.Query _ -> {}
    }
  }

  private BalanceBook balance(BalanceId id, ShardId shard) {
    return ledger.balance(Key.balance(id, shard));
  }

  private boolean moved(BalanceId id, ShardId shard, long by, long position, String command) {
    BalanceBook book = balance(id, shard);
    Balance now = book.versions().now();
    Balance before = book.versions().before();
    book.moved(position, by, command);
    return book.versions().last().from() == position
        && now != null
        && before != null
        && BalanceBook.left(now) == BalanceBook.left(before) + by;
  }

  private boolean filled(
      BalanceId id, ShardId shard, Amount amount, @Nullable Amount price, long position) {
    BalanceBook book = balance(id, shard);
    book.filled(position);
    return book.versions().last().from() == position
        && switch (book.versions().now()) {
          case Item item -> item.amount().equals(amount) && item.price().equals(price);
          case Account account -> account.amount().equals(amount);
          case null -> false;
        };
  }

  private boolean items(Command.InitItems init, ShardId shard, long position) {
    Range range = init.range();
    for (int number = range.from(); number < range.to(); number++) {
      ItemId id = new ItemId(Integer.toString(number));
      if (shards.of(id).equals(shard) && !filled(id, shard, init.stock(), init.price(), position)) {
        return false;
      }
    }
    return true;
  }

  private boolean accounts(Command.InitAccounts init, ShardId shard, long position) {
    Range range = init.range();
    for (int number = range.from(); number < range.to(); number++) {
      UserId id = new UserId(Integer.toString(number));
      if (shards.of(id).equals(shard) && !filled(id, shard, init.credit(), null, position)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a command that only looks at one record could see what it was refused for. */
  private boolean isTrue(Command command, ShardId shard, Refusal refusal) {
    return switch (command) {
      case Command.Credit credit -> isTrue(credit.id(), shard, credit.amount().value(), refusal);
      case Command.Debit debit -> isTrue(debit.id(), shard, -debit.amount().value(), refusal);
      case Command.Edit edit -> orders.isTrue(edit, shard, refusal);
      case Command.Cancel cancel -> orders.isTrue(cancel, shard, refusal);
      case Command.Checkout checkout -> orders.isTrue(checkout, shard, refusal);
      case Command.TakeSlot take -> reservations.isTrue(take, shard, refusal);
      case Command.KeepPieces keep -> reservations.isTrue(keep, shard, refusal);
      case Command.FreePieces _, Command.GiveSlot _, Command.RefuseReserve _ -> false;
      case Command.BeginReserve begin -> false;
      case Command.CreateItem _,
          Command.CreateAccount _,
          Command.CreateOrder _,
          Command.InitItems _,
          Command.InitAccounts _,
          Command.InitOrders _,
          Command.Claim _,
          Command.Abort _,
          Command.Settle _,
          Command.Query _ ->
          false;
    };
  }

  private boolean isTrue(BalanceId id, ShardId shard, long by, Refusal refusal) {
    Balance balance = balance(id, shard).versions().now();
    return switch (refusal) {
      case Refusal.Costlier costlier -> false;
      case Refusal.Unknown unknown -> balance == null && unknown.balance().equals(id);
      case Refusal.Shortage shortage ->
          balance != null
              && Views.any(
                  balance,
                  at ->
                      at.amount().plus(at.held()).value() + by < 0
                          && shortage.equals(
                              new Refusal.Shortage(id, new Amount(-by), at.amount())));
      case Reason reason ->
          reason == Reason.AMOUNT_TOO_LARGE
              && balance != null
              && BalanceBook.total(balance) + by > Amount.MAX;
    };
  }
}
