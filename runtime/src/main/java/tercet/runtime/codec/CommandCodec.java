package tercet.runtime.codec;

import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;

/** {@link Command} as bytes. */
final class CommandCodec {
  /** The types of commands; the numbers are part of the format. */
  private enum Type {
    FIND_BALANCE(1),
    FIND_ORDER(2),
    CREATE_ITEM(3),
    CREATE_ACCOUNT(4),
    CREDIT(5),
    DEBIT(6),
    CREATE_ORDER(7),
    ADD_ITEM(8),
    CHECKOUT(9),
    INIT_ITEMS(10),
    INIT_ACCOUNTS(11),
    INIT_ORDERS(12),
    CLAIM(13),
    ABORT(14),
    REMOVE_ITEM(15),
    REMOVE_LINE(16),
    CLEAR_ORDER(17),
    CANCEL_ORDER(18),
    CANCEL_ITEM(19),
    REPRICE(20),
    /** A type of its own: a node that does not know the limit must not pass over it. */
    CHECKOUT_AT_MOST(21),
    SETTLE(22),
    FIND_STATUS(23),
    RESERVE(24),
    RELEASE(25),
    TAKE_SLOT(26),
    KEEP_PIECES(27),
    FREE_PIECES(28),
    BEGIN_RESERVE(29),
    REFUSE_RESERVE(30),
    GIVE_SLOT(31);

    private static final Tags<Type> TAGS = new Tags<>("command", values(), t -> t.number);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private CommandCodec() {}

  static void write(ByteWriter writer, Command command) {
    writer.writeByte(type(command).number);
    switch (command) {
      case Command.FindBalance find -> BalanceCodec.writeId(writer, find.id());
      case Command.FindOrder find -> writer.writeString(find.order().value());
      case Command.FindStatus find -> writer.writeString(find.order().value());
      case Command.CreateItem create -> {
        writer.writeString(create.item().value());
        BalanceCodec.writeAmount(writer, create.price());
      }
      case Command.CreateAccount create -> writer.writeString(create.user().value());
      case Command.Credit credit -> {
        BalanceCodec.writeId(writer, credit.id());
        BalanceCodec.writeAmount(writer, credit.amount());
      }
      case Command.Debit debit -> {
        BalanceCodec.writeId(writer, debit.id());
        BalanceCodec.writeAmount(writer, debit.amount());
      }
      case Command.CreateOrder create -> {
        writer.writeString(create.order().value());
        writer.writeString(create.user().value());
      }
      case Command.AddItem add -> LineCodec.write(writer, add);
      case Command.RemoveItem remove -> LineCodec.write(writer, remove);
      case Command.RemoveLine remove -> {
        writer.writeString(remove.order().value());
        writer.writeString(remove.item().value());
      }
      case Command.ClearOrder clear -> writer.writeString(clear.order().value());
      case Command.Reprice reprice -> LineCodec.write(writer, reprice);
      case Command.Reserve reserve -> ReservationCodec.write(writer, reserve);
      case Command.Release release -> writer.writeString(release.order().value());
      case Command.BeginReserve begin -> ReservationCodec.write(writer, begin);
      case Command.RefuseReserve refuse -> ReservationCodec.write(writer, refuse);
      case Command.TakeSlot take -> ReservationCodec.write(writer, take);
      case Command.GiveSlot give -> ReservationCodec.write(writer, give);
      case Command.KeepPieces keep -> ReservationCodec.write(writer, keep);
      case Command.FreePieces free -> ReservationCodec.write(writer, free);
      case Command.Checkout checkout -> write(writer, checkout);
      case Command.CancelOrder cancel -> {
        writer.writeString(cancel.order().value());
        writer.writeInstant(cancel.deadline());
      }
      case Command.CancelItem cancel -> write(writer, cancel);
      case Command.InitItems init -> write(writer, init);
      case Command.InitAccounts init -> {
        writeRange(writer, init.range());
        BalanceCodec.writeAmount(writer, init.credit());
      }
      case Command.InitOrders init -> write(writer, init);
      case Command.Claim claim -> write(writer, claim);
      case Command.Abort abort -> {
        writer.writeString(abort.order().value());
        writer.writeString(abort.transaction().value());
      }
      case Command.Settle settle -> RulingCodec.write(writer, settle);
    }
  }

  private static void write(ByteWriter writer, Command.Checkout checkout) {
    writer.writeString(checkout.order().value());
    writer.writeInstant(checkout.deadline());
    if (checkout.isLimited()) {
      BalanceCodec.writeAmount(writer, checkout.totalMax());
    }
  }

  private static void write(ByteWriter writer, Command.CancelItem cancel) {
    writer.writeString(cancel.order().value());
    writer.writeString(cancel.item().value());
    BalanceCodec.writeAmount(writer, cancel.quantity());
    writer.writeInstant(cancel.deadline());
  }

  private static Type type(Command command) {
    return switch (command) {
      case Command.FindBalance find -> Type.FIND_BALANCE;
      case Command.FindOrder find -> Type.FIND_ORDER;
      case Command.FindStatus find -> Type.FIND_STATUS;
      case Command.CreateItem create -> Type.CREATE_ITEM;
      case Command.CreateAccount create -> Type.CREATE_ACCOUNT;
      case Command.Credit credit -> Type.CREDIT;
      case Command.Debit debit -> Type.DEBIT;
      case Command.CreateOrder create -> Type.CREATE_ORDER;
      case Command.AddItem add -> Type.ADD_ITEM;
      case Command.RemoveItem remove -> Type.REMOVE_ITEM;
      case Command.RemoveLine remove -> Type.REMOVE_LINE;
      case Command.ClearOrder clear -> Type.CLEAR_ORDER;
      case Command.Checkout checkout ->
          checkout.isLimited() ? Type.CHECKOUT_AT_MOST : Type.CHECKOUT;
      case Command.Reprice reprice -> Type.REPRICE;
      case Command.Reserve reserve -> Type.RESERVE;
      case Command.Release release -> Type.RELEASE;
      case Command.BeginReserve begin -> Type.BEGIN_RESERVE;
      case Command.RefuseReserve refuse -> Type.REFUSE_RESERVE;
      case Command.TakeSlot take -> Type.TAKE_SLOT;
      case Command.GiveSlot give -> Type.GIVE_SLOT;
      case Command.KeepPieces keep -> Type.KEEP_PIECES;
      case Command.FreePieces free -> Type.FREE_PIECES;
      case Command.CancelOrder cancel -> Type.CANCEL_ORDER;
      case Command.CancelItem cancel -> Type.CANCEL_ITEM;
      case Command.InitItems init -> Type.INIT_ITEMS;
      case Command.InitAccounts init -> Type.INIT_ACCOUNTS;
      case Command.InitOrders init -> Type.INIT_ORDERS;
      case Command.Claim claim -> Type.CLAIM;
      case Command.Abort abort -> Type.ABORT;
      case Command.Settle settle -> Type.SETTLE;
    };
  }

  private static void write(ByteWriter writer, Command.InitItems init) {
    writeRange(writer, init.range());
    BalanceCodec.writeAmount(writer, init.stock());
    BalanceCodec.writeAmount(writer, init.price());
  }

  private static void write(ByteWriter writer, Command.InitOrders init) {
    writeRange(writer, init.range());
    writer.writeVarint(init.items());
    writer.writeVarint(init.users());
    BalanceCodec.writeAmount(writer, init.price());
    writer.writeFixed(init.seed());
  }

  private static void write(ByteWriter writer, Command.Claim claim) {
    writer.writeString(claim.idempotencyKey());
    writer.writeString(claim.fingerprint());
    writer.writeString(claim.candidate());
    writer.writeInstant(claim.expiresAt());
  }

  static Command read(ByteReader reader) {
    return switch (Type.TAGS.read(reader)) {
      case FIND_BALANCE -> new Command.FindBalance(BalanceCodec.readId(reader));
      case FIND_ORDER -> new Command.FindOrder(readOrder(reader));
      case FIND_STATUS -> new Command.FindStatus(readOrder(reader));
      case CREATE_ITEM -> new Command.CreateItem(readItem(reader), BalanceCodec.readAmount(reader));
      case CREATE_ACCOUNT -> new Command.CreateAccount(readUser(reader));
      case CREDIT ->
          new Command.Credit(BalanceCodec.readId(reader), BalanceCodec.readAmount(reader));
      case DEBIT -> new Command.Debit(BalanceCodec.readId(reader), BalanceCodec.readAmount(reader));
      case CREATE_ORDER -> new Command.CreateOrder(readOrder(reader), readUser(reader));
      case ADD_ITEM -> LineCodec.readAddItem(reader);
      case CHECKOUT -> new Command.Checkout(readOrder(reader), reader.readInstant());
      case CHECKOUT_AT_MOST ->
          new Command.Checkout(
              readOrder(reader), reader.readInstant(), BalanceCodec.readAmount(reader));
      case REPRICE -> LineCodec.readReprice(reader);
      case RESERVE -> ReservationCodec.readReserve(reader);
      case RELEASE -> new Command.Release(readOrder(reader));
      case BEGIN_RESERVE -> ReservationCodec.readBegin(reader);
      case REFUSE_RESERVE -> ReservationCodec.readRefuse(reader);
      case TAKE_SLOT -> ReservationCodec.readTakeSlot(reader);
      case GIVE_SLOT -> ReservationCodec.readGiveSlot(reader);
      case KEEP_PIECES -> ReservationCodec.readKeepPieces(reader);
      case FREE_PIECES -> ReservationCodec.readFreePieces(reader);
      case INIT_ITEMS ->
          new Command.InitItems(
              readRange(reader), BalanceCodec.readAmount(reader), BalanceCodec.readAmount(reader));
      case INIT_ACCOUNTS ->
          new Command.InitAccounts(readRange(reader), BalanceCodec.readAmount(reader));
      case INIT_ORDERS ->
          new Command.InitOrders(
              readRange(reader),
              reader.readCount(),
              reader.readCount(),
              BalanceCodec.readAmount(reader),
              reader.readFixed());
      case CLAIM ->
          new Command.Claim(
              reader.readString(), reader.readString(), reader.readString(), reader.readInstant());
      case ABORT -> new Command.Abort(readOrder(reader), new TransactionId(reader.readString()));
      case SETTLE -> RulingCodec.readCommand(reader);
      case REMOVE_ITEM -> LineCodec.readRemoveItem(reader);
      case REMOVE_LINE -> new Command.RemoveLine(readOrder(reader), readItem(reader));
      case CLEAR_ORDER -> new Command.ClearOrder(readOrder(reader));
      case CANCEL_ORDER -> new Command.CancelOrder(readOrder(reader), reader.readInstant());
      case CANCEL_ITEM ->
          new Command.CancelItem(
              readOrder(reader),
              readItem(reader),
              BalanceCodec.readAmount(reader),
              reader.readInstant());
    };
  }

  private static void writeRange(ByteWriter writer, Range range) {
    writer.writeVarint(range.from());
    writer.writeVarint(range.to());
  }

  private static Range readRange(ByteReader reader) {
    return new Range(reader.readCount(), reader.readCount());
  }

  private static OrderId readOrder(ByteReader reader) {
    return new OrderId(reader.readString());
  }

  private static ItemId readItem(ByteReader reader) {
    return new ItemId(reader.readString());
  }

  private static UserId readUser(ByteReader reader) {
    return new UserId(reader.readString());
  }
}
