package tercet.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Balances;
import tercet.kernel.balance.Item;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.command.Reason;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.UserId;

/** Commands of clients about balances, outside of any transaction. */
final class BalanceCommands {
  private final Shards shards;

  public BalanceCommands(Shards shards) {
    this.shards = shards;
  }

  /** Reads a balance. A locked one is Busy until its transaction is decided. */
  public Answer find(RecordView records, Request request, Command.FindBalance command) {
    BalanceId id = command.id();
    return switch (records.get(Key.balance(id, request.to()), Balance.class)) {
      case Balance locked when locked.isLocked() -> new Answer.Busy();
      case Item item -> new Answer.ItemFound(item.amount(), item.price(), item.leased());
      case Account account -> new Answer.AccountFound(new UserId(id.value()), account.amount());
      case null -> new Answer.Refused(Balances.unknown(id));
    };
  }

  public Answer create(Request request, Command.CreateItem command, Decision.Builder decision) {
    Item item = new Item(Amount.ZERO, command.price(), request.id().generation());
    decision.put(Key.balance(command.item(), request.to()), item);
    return new Answer.Created(command.item().value());
  }

  public Answer create(Request request, Command.CreateAccount command, Decision.Builder decision) {
    Account account = new Account(Amount.ZERO, request.id().generation());
    decision.put(Key.balance(command.user(), request.to()), account);
    return new Answer.Created(command.user().value());
  }

  public Answer credit(
      RecordView records, Request request, Command.Credit command, Decision.Builder decision) {
    Balance balance = records.get(Key.balance(command.id(), request.to()), Balance.class);
    Balance.Change change = balance == null ? null : balance.credit(command.amount());
    return apply(request, command.id(), command.amount(), balance, change, decision);
  }

  public Answer debit(
      RecordView records, Request request, Command.Debit command, Decision.Builder decision) {
    Balance balance = records.get(Key.balance(command.id(), request.to()), Balance.class);
    Balance.Change change = balance == null ? null : balance.debit(command.amount());
    return apply(request, command.id(), command.amount(), balance, change, decision);
  }

  private static Answer apply(
      Request request,
      BalanceId id,
      Amount by,
      @Nullable Balance balance,
      Balance.@Nullable Change change,
      Decision.Builder decision) {
    if (balance == null || change == null) {
      return new Answer.Refused(Balances.unknown(id));
    }
    return switch (change) {
      case Balance.Change.Made made -> {
        decision.put(Key.balance(id, request.to()), made.balance());
        yield new Answer.Done();
      }
      case Balance.Change.Insufficient none ->
          new Answer.Refused(Balances.insufficient(id, balance, by));
      case Balance.Change.Overflow overflow -> new Answer.Refused(Reason.AMOUNT_TOO_LARGE);
      case Balance.Change.Busy busy -> new Answer.Busy();
    };
  }

  public Answer init(
      RecordView records, Request request, Command.InitItems command, Decision.Builder decision) {
    Item item = new Item(command.stock(), command.price(), request.id().generation());
    return init(records, request, command.range(), ItemId::new, item, decision);
  }

  public Answer init(
      RecordView records,
      Request request,
      Command.InitAccounts command,
      Decision.Builder decision) {
    Account account = new Account(command.credit(), request.id().generation());
    return init(records, request, command.range(), UserId::new, account, decision);
  }

  /** The records that overwriting a range may read: an answer, and those of the shard in it. */
  public List<Key> keys(
      Key answer, Range range, Function<String, ? extends BalanceId> id, ShardId shard) {
    List<Key> keys = new ArrayList<>(List.of(answer));
    for (int number = range.from(); number < range.to(); number++) {
      BalanceId balanceId = id.apply(Integer.toString(number));
      if (shards.of(balanceId).equals(shard)) {
        keys.add(Key.balance(balanceId, shard));
      }
    }
    return keys;
  }

  private Answer init(
      RecordView records,
      Request request,
      Range range,
      Function<String, ? extends BalanceId> id,
      Balance balance,
      Decision.Builder decision) {
    for (int number = range.from(); number < range.to(); number++) {
      BalanceId balanceId = id.apply(Integer.toString(number));
      if (shards.of(balanceId).equals(request.to())) {
        Key key = Key.balance(balanceId, request.to());
        if (records.get(key) instanceof Balance old && old.isLocked()) {
          return new Answer.Busy();
        }
        decision.put(key, balance);
      }
    }
    return new Answer.Done();
  }
}
