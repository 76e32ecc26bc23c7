package tercet.runtime.codec;

import tercet.kernel.OrderId;
import tercet.kernel.TransactionId;
import tercet.kernel.choreography.ChoreographyMessage;

/**
 * {@link ChoreographyMessage} as bytes: what it is, its transaction and order, then its own fields.
 */
final class ChoreographyMessageCodec {
  /** What a message is; the numbers are part of the format. */
  private enum Type {
    DEBIT(1),
    AGREED(2),
    DECLINED(3),
    POLL(4),
    HEARD(5);

    private static final Tags<Type> TAGS =
        new Tags<>("message of a choreography", values(), t -> t.number);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private ChoreographyMessageCodec() {}

  static void write(ByteWriter writer, ChoreographyMessage message) {
    writer.writeByte(type(message).number);
    writer.writeString(message.transaction().value());
    writer.writeString(message.order().value());
    switch (message) {
      case ChoreographyMessage.Debit debit -> {
        ShardCodec.write(writer, debit.orderShard());
        TransactionCodec.writePart(writer, debit.part());
        writer.writeList(debit.participants(), ShardCodec::write);
        writer.writeInstant(debit.validUntil());
        writer.writeInstant(debit.deadline());
      }
      case ChoreographyMessage.Agreed agreed -> {
        writeEnds(writer, agreed);
        writer.writeBoolean(agreed.heard());
      }
      case ChoreographyMessage.Declined declined -> {
        writeEnds(writer, declined);
        RefusalCodec.write(writer, declined.refusal());
        writer.writeInstant(declined.quietAfter());
      }
      case ChoreographyMessage.Poll poll -> {
        writeEnds(writer, poll);
        writer.writeInstant(poll.quietAfter());
      }
      case ChoreographyMessage.Heard heard -> writeEnds(writer, heard);
    }
  }

  private static void writeEnds(ByteWriter writer, ChoreographyMessage.BetweenShards message) {
    ShardCodec.write(writer, message.to());
    ShardCodec.write(writer, message.from());
  }

  private static Type type(ChoreographyMessage message) {
    return switch (message) {
      case ChoreographyMessage.Debit debit -> Type.DEBIT;
      case ChoreographyMessage.Agreed agreed -> Type.AGREED;
      case ChoreographyMessage.Declined declined -> Type.DECLINED;
      case ChoreographyMessage.Poll poll -> Type.POLL;
      case ChoreographyMessage.Heard heard -> Type.HEARD;
    };
  }

  static ChoreographyMessage read(ByteReader reader) {
    Type type = Type.TAGS.read(reader);
    TransactionId transaction = new TransactionId(reader.readString());
    OrderId order = new OrderId(reader.readString());
    return switch (type) {
      case DEBIT ->
          new ChoreographyMessage.Debit(
              transaction,
              order,
              ShardCodec.read(reader),
              TransactionCodec.readPart(reader),
              reader.readList(ShardCodec::read),
              reader.readInstant(),
              reader.readInstant());
      case AGREED ->
          new ChoreographyMessage.Agreed(
              transaction,
              order,
              ShardCodec.read(reader),
              ShardCodec.read(reader),
              reader.readBoolean());
      case DECLINED ->
          new ChoreographyMessage.Declined(
              transaction,
              order,
              ShardCodec.read(reader),
              ShardCodec.read(reader),
              RefusalCodec.read(reader),
              reader.readInstant());
      case POLL ->
          new ChoreographyMessage.Poll(
              transaction,
              order,
              ShardCodec.read(reader),
              ShardCodec.read(reader),
              reader.readInstant());
      case HEARD ->
          new ChoreographyMessage.Heard(
              transaction, order, ShardCodec.read(reader), ShardCodec.read(reader));
    };
  }
}
