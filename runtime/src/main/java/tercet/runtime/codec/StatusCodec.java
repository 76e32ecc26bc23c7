package tercet.runtime.codec;

import tercet.kernel.command.OrderStatus;
import tercet.kernel.id.TransactionId;

/** {@link OrderStatus} as bytes. */
final class StatusCodec {
  /** The types of a status; the numbers are part of the format. */
  private enum Type {
    UNPAID(0),
    IN_PROGRESS(1),
    PAID(2),
    REFUSED(3),
    CANCELLED(4);

    private static final Tags<Type> TAGS = new Tags<>("status", values(), t -> t.number);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private StatusCodec() {}

  static void write(ByteWriter writer, OrderStatus status) {
    switch (status) {
      case OrderStatus.Unpaid unpaid -> writer.writeByte(Type.UNPAID.number);
      case OrderStatus.InProgress open -> {
        writer.writeByte(Type.IN_PROGRESS.number);
        write(writer, open.transaction());
        writer.writeInstant(open.deadline());
        writer.writeList(open.awaiting(), ShardCodec::write);
      }
      case OrderStatus.Paid paid -> {
        writer.writeByte(Type.PAID.number);
        write(writer, paid.transaction());
        writer.writeInstant(paid.at());
        writer.writeList(paid.returned(), OrderCodec::writeLine);
      }
      case OrderStatus.Refused refused -> {
        writer.writeByte(Type.REFUSED.number);
        write(writer, refused.transaction());
        RefusalCodec.write(writer, refused.refusal());
        writer.writeInstant(refused.at());
        writer.writeList(refused.awaiting(), ShardCodec::write);
      }
      case OrderStatus.Cancelled cancelled -> {
        writer.writeByte(Type.CANCELLED.number);
        write(writer, cancelled.transaction());
        writer.writeInstant(cancelled.paidAt());
        write(writer, cancelled.refund());
        writer.writeInstant(cancelled.at());
        writer.writeList(cancelled.awaiting(), ShardCodec::write);
      }
    }
  }

  static OrderStatus read(ByteReader reader) {
    return switch (Type.TAGS.read(reader)) {
      case UNPAID -> new OrderStatus.Unpaid();
      case IN_PROGRESS ->
          new OrderStatus.InProgress(
              transaction(reader), reader.readInstant(), reader.readList(ShardCodec::read));
      case PAID ->
          new OrderStatus.Paid(
              transaction(reader), reader.readInstant(), reader.readList(OrderCodec::readLine));
      case REFUSED ->
          new OrderStatus.Refused(
              transaction(reader),
              RefusalCodec.read(reader),
              reader.readInstant(),
              reader.readList(ShardCodec::read));
      case CANCELLED ->
          new OrderStatus.Cancelled(
              transaction(reader),
              reader.readInstant(),
              transaction(reader),
              reader.readInstant(),
              reader.readList(ShardCodec::read));
    };
  }

  private static void write(ByteWriter writer, TransactionId transaction) {
    writer.writeString(transaction.value());
  }

  private static TransactionId transaction(ByteReader reader) {
    return new TransactionId(reader.readString());
  }
}
