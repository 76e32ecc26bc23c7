package tercet.runtime.codec;

import tercet.kernel.command.Command;
import tercet.kernel.command.Price;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;

/** The commands that change the lines of an order, as bytes. */
final class LineCodec {
  private LineCodec() {}

  static void write(ByteWriter writer, Command.AddItem add) {
    writer.writeString(add.order().value());
    writer.writeString(add.item().value());
    BalanceCodec.writeAmount(writer, add.quantity());
    BalanceCodec.writeAmount(writer, add.price());
  }

  static Command.AddItem readAddItem(ByteReader reader) {
    return new Command.AddItem(
        new OrderId(reader.readString()),
        readItem(reader),
        BalanceCodec.readAmount(reader),
        BalanceCodec.readAmount(reader));
  }

  static void write(ByteWriter writer, Command.RemoveItem remove) {
    writer.writeString(remove.order().value());
    writer.writeString(remove.item().value());
    BalanceCodec.writeAmount(writer, remove.quantity());
  }

  static Command.RemoveItem readRemoveItem(ByteReader reader) {
    return new Command.RemoveItem(
        new OrderId(reader.readString()), readItem(reader), BalanceCodec.readAmount(reader));
  }

  static void write(ByteWriter writer, Command.Reprice reprice) {
    writer.writeString(reprice.order().value());
    writer.writeList(reprice.prices(), LineCodec::writePrice);
    writer.writeList(reprice.unknown(), LineCodec::writeItem);
  }

  static Command.Reprice readReprice(ByteReader reader) {
    return new Command.Reprice(
        new OrderId(reader.readString()),
        reader.readList(LineCodec::readPrice),
        reader.readList(LineCodec::readItem));
  }

  private static void writePrice(ByteWriter writer, Price price) {
    writeItem(writer, price.item());
    BalanceCodec.writeAmount(writer, price.price());
  }

  private static Price readPrice(ByteReader reader) {
    return new Price(readItem(reader), BalanceCodec.readAmount(reader));
  }

  private static void writeItem(ByteWriter writer, ItemId item) {
    writer.writeString(item.value());
  }

  private static ItemId readItem(ByteReader reader) {
    return new ItemId(reader.readString());
  }
}
