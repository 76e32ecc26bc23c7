package tercet.runtime.codec;

import tercet.kernel.ItemId;
import tercet.kernel.TransactionId;
import tercet.kernel.UserId;
import tercet.kernel.order.Line;
import tercet.kernel.order.Order;

/** Orders as bytes. */
final class OrderCodec {
  private OrderCodec() {}

  static void write(ByteWriter writer, Order.Unpaid order) {
    writer.writeString(order.user().value());
    writer.writeList(order.lines(), OrderCodec::writeLine);
    writer.writeFixed(order.generation());
  }

  static Order.Unpaid readUnpaid(ByteReader reader) {
    return new Order.Unpaid(
        new UserId(reader.readString()), reader.readList(OrderCodec::readLine), reader.readFixed());
  }

  static void write(ByteWriter writer, Order.Paid order) {
    writer.writeString(order.user().value());
    writer.writeList(order.lines(), OrderCodec::writeLine);
    writer.writeString(order.transaction().value());
  }

  static Order.Paid readPaid(ByteReader reader) {
    return new Order.Paid(
        new UserId(reader.readString()),
        reader.readList(OrderCodec::readLine),
        new TransactionId(reader.readString()));
  }

  static void writeLine(ByteWriter writer, Line line) {
    writer.writeString(line.item().value());
    BalanceCodec.writeAmount(writer, line.quantity());
    BalanceCodec.writeAmount(writer, line.cost());
  }

  static Line readLine(ByteReader reader) {
    return new Line(
        new ItemId(reader.readString()),
        BalanceCodec.readAmount(reader),
        BalanceCodec.readAmount(reader));
  }
}
