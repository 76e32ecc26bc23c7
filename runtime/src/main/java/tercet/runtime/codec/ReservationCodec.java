package tercet.runtime.codec;

import tercet.kernel.command.Command;
import tercet.kernel.command.Pieces;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.UserId;

/** The commands that reserve and release orders, as bytes. */
final class ReservationCodec {
  private ReservationCodec() {}

  static void write(ByteWriter writer, Command.Reserve reserve) {
    writer.writeString(reserve.order().value());
    writer.writeList(reserve.kept(), ReservationCodec::writePieces);
    writer.writeInstant(reserve.until());
  }

  static Command.Reserve readReserve(ByteReader reader) {
    return new Command.Reserve(
        new OrderId(reader.readString()),
        reader.readList(ReservationCodec::readPieces),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Command.TakeSlot take) {
    writer.writeString(take.user().value());
    writer.writeString(take.order().value());
    writer.writeInstant(take.until());
    writer.writeVarint(take.max());
  }

  static Command.TakeSlot readTakeSlot(ByteReader reader) {
    return new Command.TakeSlot(
        new UserId(reader.readString()),
        new OrderId(reader.readString()),
        reader.readInstant(),
        reader.readCount());
  }

  static void write(ByteWriter writer, Command.KeepPieces keep) {
    writer.writeString(keep.order().value());
    writer.writeList(keep.pieces(), ReservationCodec::writePieces);
    writer.writeInstant(keep.until());
    writer.writeFixed(keep.attempt());
  }

  static Command.KeepPieces readKeepPieces(ByteReader reader) {
    return new Command.KeepPieces(
        new OrderId(reader.readString()),
        reader.readList(ReservationCodec::readPieces),
        reader.readInstant(),
        reader.readFixed());
  }

  static void write(ByteWriter writer, Command.FreePieces free) {
    writer.writeString(free.order().value());
    writer.writeList(free.items(), (to, item) -> to.writeString(item.value()));
    writer.writeFixed(free.attempt());
  }

  static Command.FreePieces readFreePieces(ByteReader reader) {
    return new Command.FreePieces(
        new OrderId(reader.readString()),
        reader.readList(from -> new ItemId(from.readString())),
        reader.readFixed());
  }

  private static void writePieces(ByteWriter writer, Pieces pieces) {
    writer.writeString(pieces.item().value());
    BalanceCodec.writeAmount(writer, pieces.quantity());
  }

  private static Pieces readPieces(ByteReader reader) {
    return new Pieces(new ItemId(reader.readString()), BalanceCodec.readAmount(reader));
  }
}
