package tercet.runtime.codec;

import java.time.Instant;
import java.util.List;
import tercet.kernel.command.Line;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.LastCheckout;
import tercet.kernel.order.Order;

/** Orders as bytes. */
final class OrderCodec {
  private static final int NEVER_REFUSED = 0;
  private static final int REFUSED = 1;

  private OrderCodec() {}

  static void write(ByteWriter writer, Order order) {
    switch (order) {
      case Order.Unpaid unpaid -> {
        writer.writeByte(RecordType.ORDER_UNPAID.number);
        writeBought(writer, unpaid);
      }
      case Order.Paid paid -> {
        writer.writeByte(RecordType.ORDER_PAID.number);
        writeBought(writer, paid);
        writePayment(writer, paid.transaction());
      }
      case Order.Cancelled cancelled -> {
        writer.writeByte(RecordType.ORDER_CANCELLED.number);
        writeBought(writer, cancelled);
        writePayment(writer, cancelled.transaction());
      }
    }
    writer.writeFixed(order.generation());
    writer.writeList(order.past(), OrderCodec::writePayment);
    writeHistory(writer, order);
    if (order instanceof Order.Unpaid unpaid) {
      ReservationCodec.write(writer, unpaid.attempts());
    }
  }

  /** The fields that versions before the sixth do not have. */
  private static void writeHistory(ByteWriter writer, Order order) {
    switch (order) {
      case Order.Unpaid unpaid -> {
        switch (unpaid.last()) {
          case LastCheckout.None none -> writer.writeByte(NEVER_REFUSED);
          case LastCheckout.Refused refused -> {
            writer.writeByte(REFUSED);
            writePayment(writer, refused.transaction());
            RefusalCodec.write(writer, refused.refusal());
            writer.writeInstant(refused.at());
          }
        }
      }
      case Order.Paid paid -> {
        writer.writeInstant(paid.at());
        writer.writeList(paid.returned(), OrderCodec::writeLine);
      }
      case Order.Cancelled cancelled -> {
        writer.writeInstant(cancelled.paidAt());
        writer.writeInstant(cancelled.at());
      }
    }
  }

  private static LastCheckout readLast(ByteReader reader) {
    return reader.remaining() > 0 && reader.readByte() == REFUSED
        ? new LastCheckout.Refused(
            readPayment(reader), RefusalCodec.read(reader), reader.readInstant())
        : LastCheckout.NONE;
  }

  private static Instant readTime(ByteReader reader) {
    return reader.remaining() > 0 ? reader.readInstant() : Order.TIME_UNKNOWN;
  }

  private static void writeBought(ByteWriter writer, Order order) {
    writer.writeString(order.user().value());
    writer.writeList(order.lines(), OrderCodec::writeLine);
  }

  static Order.Unpaid readUnpaid(ByteReader reader) {
    return new Order.Unpaid(
        new UserId(reader.readString()),
        reader.readList(OrderCodec::readLine),
        reader.readFixed(),
        reader.remaining() > 0 ? reader.readList(OrderCodec::readPayment) : List.of(),
        readLast(reader),
        ReservationCodec.readAttempts(reader));
  }

  static Order.Paid readPaid(ByteReader reader) {
    return new Order.Paid(
        new UserId(reader.readString()),
        reader.readList(OrderCodec::readLine),
        readPayment(reader),
        reader.remaining() > 0 ? reader.readFixed() : 0,
        reader.remaining() > 0 ? reader.readList(OrderCodec::readPayment) : List.of(),
        readTime(reader),
        reader.remaining() > 0 ? reader.readList(OrderCodec::readLine) : List.of());
  }

  static Order.Cancelled readCancelled(ByteReader reader) {
    return new Order.Cancelled(
        new UserId(reader.readString()),
        reader.readList(OrderCodec::readLine),
        readPayment(reader),
        reader.readFixed(),
        reader.readList(OrderCodec::readPayment),
        readTime(reader),
        readTime(reader));
  }

  private static void writePayment(ByteWriter writer, TransactionId payment) {
    writer.writeString(payment.value());
  }

  private static TransactionId readPayment(ByteReader reader) {
    return new TransactionId(reader.readString());
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
