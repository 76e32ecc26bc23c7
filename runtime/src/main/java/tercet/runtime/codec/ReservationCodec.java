package tercet.runtime.codec;

import java.time.Duration;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Pieces;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Attempts;

/** The commands that reserve and release orders, their answers and what orders keep, as bytes. */
final class ReservationCodec {
  private ReservationCodec() {}

  static void write(ByteWriter writer, Command.BeginReserve begin) {
    writer.writeString(begin.order().value());
    writer.writeString(begin.request().value());
    writer.writeBoolean(begin.request().keyed());
  }

  static Command.BeginReserve readBegin(ByteReader reader) {
    return new Command.BeginReserve(
        new OrderId(reader.readString()), new CommandId(reader.readString(), reader.readBoolean()));
  }

  static void write(ByteWriter writer, Command.Reserve reserve) {
    writer.writeString(reserve.order().value());
    writer.writeFixed(reserve.attempt());
    writer.writeList(reserve.kept(), ReservationCodec::writePieces);
    writer.writeInstant(reserve.until());
  }

  static Command.Reserve readReserve(ByteReader reader) {
    return new Command.Reserve(
        new OrderId(reader.readString()),
        reader.readFixed(),
        reader.readList(ReservationCodec::readPieces),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Command.RefuseReserve refuse) {
    writer.writeString(refuse.order().value());
    RefusalCodec.write(writer, refuse.refusal());
  }

  static Command.RefuseReserve readRefuse(ByteReader reader) {
    return new Command.RefuseReserve(new OrderId(reader.readString()), RefusalCodec.read(reader));
  }

  static void write(ByteWriter writer, Command.TakeSlot take) {
    writer.writeString(take.user().value());
    writer.writeString(take.order().value());
    writer.writeFixed(take.attempt());
    writer.writeInstant(take.until());
    writer.writeVarint(take.max());
    writer.writeVarint(take.longest().toMillis());
  }

  static Command.TakeSlot readTakeSlot(ByteReader reader) {
    return new Command.TakeSlot(
        new UserId(reader.readString()),
        new OrderId(reader.readString()),
        reader.readFixed(),
        reader.readInstant(),
        reader.readCount(),
        Duration.ofMillis(reader.readVarint()));
  }

  static void write(ByteWriter writer, Command.GiveSlot give) {
    writer.writeString(give.user().value());
    writer.writeString(give.order().value());
    writer.writeFixed(give.attempt());
    writer.writeInstant(give.until());
  }

  static Command.GiveSlot readGiveSlot(ByteReader reader) {
    return new Command.GiveSlot(
        new UserId(reader.readString()),
        new OrderId(reader.readString()),
        reader.readFixed(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Command.KeepPieces keep) {
    writer.writeString(keep.order().value());
    writer.writeFixed(keep.generation());
    writer.writeFixed(keep.attempt());
    writer.writeFixed(keep.reserved());
    writer.writeList(keep.pieces(), ReservationCodec::writePieces);
    writer.writeInstant(keep.until());
  }

  static Command.KeepPieces readKeepPieces(ByteReader reader) {
    return new Command.KeepPieces(
        new OrderId(reader.readString()),
        reader.readFixed(),
        reader.readFixed(),
        reader.readFixed(),
        reader.readList(ReservationCodec::readPieces),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Command.FreePieces free) {
    writer.writeString(free.order().value());
    writer.writeList(free.items(), ReservationCodec::writeItem);
    writer.writeFixed(free.after());
    writer.writeFixed(free.upTo());
  }

  static Command.FreePieces readFreePieces(ByteReader reader) {
    return new Command.FreePieces(
        new OrderId(reader.readString()),
        reader.readList(ReservationCodec::readItem),
        reader.readFixed(),
        reader.readFixed());
  }

  static void write(ByteWriter writer, Answer.ReserveBegun begun) {
    writer.writeString(begun.user().value());
    writer.writeList(begun.lines(), OrderCodec::writeLine);
    writer.writeFixed(begun.generation());
    writer.writeFixed(begun.attempt());
    writer.writeFixed(begun.reserved());
    writer.writeInstant(begun.until());
  }

  static Answer.ReserveBegun readBegun(ByteReader reader) {
    return new Answer.ReserveBegun(
        new UserId(reader.readString()),
        reader.readList(OrderCodec::readLine),
        reader.readFixed(),
        reader.readFixed(),
        reader.readFixed(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Answer.Released released) {
    writer.writeList(released.items(), ReservationCodec::writeItem);
    writer.writeFixed(released.attempt());
  }

  static Answer.Released readReleased(ByteReader reader) {
    return new Answer.Released(reader.readList(ReservationCodec::readItem), reader.readFixed());
  }

  /** One byte for an order that was never asked to be reserved; older versions have none. */
  static void write(ByteWriter writer, Attempts attempts) {
    boolean any = !attempts.equals(Attempts.NONE);
    writer.writeBoolean(any);
    if (any) {
      writer.writeFixed(attempts.latest());
      writer.writeString(attempts.request());
      writer.writeFixed(attempts.reserved());
      writer.writeInstant(attempts.until());
    }
  }

  static Attempts readAttempts(ByteReader reader) {
    return reader.remaining() > 0 && reader.readBoolean()
        ? new Attempts(
            reader.readFixed(), reader.readString(), reader.readFixed(), reader.readInstant())
        : Attempts.NONE;
  }

  private static void writeItem(ByteWriter writer, ItemId item) {
    writer.writeString(item.value());
  }

  private static ItemId readItem(ByteReader reader) {
    return new ItemId(reader.readString());
  }

  private static void writePieces(ByteWriter writer, Pieces pieces) {
    writer.writeString(pieces.item().value());
    BalanceCodec.writeAmount(writer, pieces.quantity());
  }

  private static Pieces readPieces(ByteReader reader) {
    return new Pieces(new ItemId(reader.readString()), BalanceCodec.readAmount(reader));
  }
}
