package tercet.runtime.codec;

import tercet.kernel.command.Answer;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;

/** {@link Answer} as bytes. */
public final class AnswerCodec {
  /** The types of answers; the numbers are part of the stored format. */
  private enum Type {
    DONE(1),
    CREATED(2),
    ITEM_FOUND(3),
    ACCOUNT_FOUND(4),
    ORDER_FOUND(5),
    PAID(6),
    REFUSED(7),
    CLAIMED(8),
    BUSY(9),
    OVERLOADED(10),
    UNDECIDABLE(11),
    UNREADABLE(12),
    ABORT_RULED(13),
    CANCELLED(14),
    SETTLE_RULED(15),
    STATUS_FOUND(16),
    RESERVED(17),
    RESERVE_BEGUN(18),
    RELEASED(19);

    private static final Tags<Type> TAGS = new Tags<>("answer", values(), t -> t.number);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private AnswerCodec() {}

  /** Writes an answer. {@link #writeRest} writes the rest of it, at the end of what holds it. */
  public static void write(ByteWriter writer, Answer answer) {
    switch (answer) {
      case Answer.Done done -> writer.writeByte(Type.DONE.number);
      case Answer.Busy busy -> writer.writeByte(Type.BUSY.number);
      case Answer.Unavailable unavailable ->
          writer.writeByte((unavailable.begun() ? Type.UNDECIDABLE : Type.OVERLOADED).number);
      case Answer.Unreadable unreadable -> writer.writeByte(Type.UNREADABLE.number);
      case Answer.Created created -> {
        writer.writeByte(Type.CREATED.number);
        writer.writeString(created.id());
      }
      case Answer.ItemFound found -> {
        writer.writeByte(Type.ITEM_FOUND.number);
        BalanceCodec.writeAmount(writer, found.stock());
        BalanceCodec.writeAmount(writer, found.price());
      }
      case Answer.AccountFound found -> write(writer, found);
      case Answer.OrderFound found -> write(writer, found);
      case Answer.StatusFound found -> write(writer, found);
      case Answer.Paid paid -> {
        writer.writeByte(Type.PAID.number);
        writer.writeString(paid.transaction().value());
      }
      case Answer.Cancelled cancelled -> {
        writer.writeByte(Type.CANCELLED.number);
        writer.writeString(cancelled.refund().value());
      }
      case Answer.Reserved reserved -> {
        writer.writeByte(Type.RESERVED.number);
        writer.writeInstant(reserved.until());
      }
      case Answer.ReserveBegun begun -> {
        writer.writeByte(Type.RESERVE_BEGUN.number);
        ReservationCodec.write(writer, begun);
      }
      case Answer.Released released -> {
        writer.writeByte(Type.RELEASED.number);
        ReservationCodec.write(writer, released);
      }
      case Answer.Refused refused -> {
        writer.writeByte(Type.REFUSED.number);
        RefusalCodec.writeReason(writer, refused.refusal());
      }
      case Answer.Claimed claimed -> {
        writer.writeByte(Type.CLAIMED.number);
        writer.writeString(claimed.command());
        writer.writeInstant(claimed.expiresAt());
      }
      case Answer.AbortRuled ruled -> {
        writer.writeByte(Type.ABORT_RULED.number);
        RulingCodec.write(writer, ruled.ruling());
      }
      case Answer.SettleRuled ruled -> {
        writer.writeByte(Type.SETTLE_RULED.number);
        RulingCodec.write(writer, ruled.ruling());
      }
    }
  }

  private static void write(ByteWriter writer, Answer.StatusFound found) {
    writer.writeByte(Type.STATUS_FOUND.number);
    writer.writeString(found.order().value());
    StatusCodec.write(writer, found.status());
    writer.writeInstant(found.reservedUntil());
  }

  private static void write(ByteWriter writer, Answer.AccountFound found) {
    writer.writeByte(Type.ACCOUNT_FOUND.number);
    writer.writeString(found.user().value());
    BalanceCodec.writeAmount(writer, found.credit());
  }

  private static void write(ByteWriter writer, Answer.OrderFound found) {
    writer.writeByte(Type.ORDER_FOUND.number);
    writer.writeString(found.order().value());
    writer.writeBoolean(found.paid());
    writer.writeList(found.lines(), OrderCodec::writeLine);
    writer.writeString(found.user().value());
    BalanceCodec.writeAmount(writer, found.total());
  }

  /** Writes the fields that older versions do not have. */
  public static void writeRest(ByteWriter writer, Answer answer) {
    switch (answer) {
      case Answer.Refused refused -> RefusalCodec.writeDetails(writer, refused.refusal());
      case Answer.ItemFound found -> BalanceCodec.writeAmount(writer, found.held());
      case Answer.OrderFound found -> writer.writeInstant(found.reservedUntil());
      case Answer old -> {}
    }
  }

  /**
   * Reads the fields that older versions do not have.
   *
   * @param answer without them
   */
  public static Answer readRest(ByteReader reader, Answer answer) {
    return switch (answer) {
      case Answer.Refused refused ->
          new Answer.Refused(RefusalCodec.readDetails(reader, refused.refusal().reason()));
      case Answer.ItemFound found when reader.remaining() > 0 ->
          new Answer.ItemFound(found.stock(), found.price(), BalanceCodec.readAmount(reader));
      case Answer.OrderFound found when reader.remaining() > 0 ->
          new Answer.OrderFound(
              found.order(),
              found.paid(),
              found.lines(),
              found.user(),
              found.total(),
              reader.readInstant());
      case Answer old -> old;
    };
  }

  /**
   * Reads an answer without its rest.
   *
   * @throws MalformedBytesException if it is none
   */
  public static Answer read(ByteReader reader) {
    return switch (Type.TAGS.read(reader)) {
      case DONE -> new Answer.Done();
      case BUSY -> new Answer.Busy();
      case OVERLOADED -> new Answer.Unavailable(false);
      case UNDECIDABLE -> new Answer.Unavailable(true);
      case UNREADABLE -> new Answer.Unreadable();
      case CREATED -> new Answer.Created(reader.readString());
      case ITEM_FOUND ->
          new Answer.ItemFound(BalanceCodec.readAmount(reader), BalanceCodec.readAmount(reader));
      case ACCOUNT_FOUND ->
          new Answer.AccountFound(new UserId(reader.readString()), BalanceCodec.readAmount(reader));
      case ORDER_FOUND ->
          new Answer.OrderFound(
              new OrderId(reader.readString()),
              reader.readBoolean(),
              reader.readList(OrderCodec::readLine),
              new UserId(reader.readString()),
              BalanceCodec.readAmount(reader));
      case STATUS_FOUND ->
          new Answer.StatusFound(
              new OrderId(reader.readString()), StatusCodec.read(reader), reader.readInstant());
      case PAID -> new Answer.Paid(new TransactionId(reader.readString()));
      case CANCELLED -> new Answer.Cancelled(new TransactionId(reader.readString()));
      case RESERVED -> new Answer.Reserved(reader.readInstant());
      case RESERVE_BEGUN -> ReservationCodec.readBegun(reader);
      case RELEASED -> ReservationCodec.readReleased(reader);
      case REFUSED -> new Answer.Refused(RefusalCodec.readReason(reader));
      case CLAIMED -> new Answer.Claimed(reader.readString(), reader.readInstant());
      case ABORT_RULED -> new Answer.AbortRuled(RulingCodec.readAbort(reader));
      case SETTLE_RULED -> new Answer.SettleRuled(RulingCodec.readSettle(reader));
    };
  }
}
