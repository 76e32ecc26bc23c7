package tercet.runtime.codec;

import tercet.kernel.OrderId;
import tercet.kernel.TransactionId;
import tercet.kernel.saga.SagaMessage;

/** {@link SagaMessage} as bytes: what it is, its transaction and order, then its own fields. */
final class SagaMessageCodec {
  /** What a message is; the numbers are part of the format. */
  private enum Type {
    DEBIT(1),
    UNDO(2),
    KEEP(3),
    DEBITED(4),
    DECLINED(5),
    UNDONE(6);

    private static final Tags<Type> TAGS = new Tags<>("message of a saga", values(), t -> t.number);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private SagaMessageCodec() {}

  static void write(ByteWriter writer, SagaMessage message) {
    writer.writeByte(type(message).number);
    writer.writeString(message.transaction().value());
    writer.writeString(message.order().value());
    switch (message) {
      case SagaMessage.Debit debit -> {
        ShardCodec.write(writer, debit.coordinator());
        TransactionCodec.writePart(writer, debit.part());
        writer.writeInstant(debit.validUntil());
        writer.writeInstant(debit.deadline());
      }
      case SagaMessage.Undo undo -> {
        ShardCodec.write(writer, undo.coordinator());
        TransactionCodec.writePart(writer, undo.part());
        writer.writeInstant(undo.quietAfter());
      }
      case SagaMessage.Keep keep -> {
        ShardCodec.write(writer, keep.to());
        writer.writeInstant(keep.quietAfter());
      }
      case SagaMessage.Debited debited -> {
        writeEnds(writer, debited);
        writer.writeInstant(debited.deadline());
      }
      case SagaMessage.Declined declined -> {
        writeEnds(writer, declined);
        RefusalCodec.write(writer, declined.refusal());
      }
      case SagaMessage.Undone undone -> writeEnds(writer, undone);
    }
  }

  private static void writeEnds(ByteWriter writer, SagaMessage.ToCoordinator message) {
    ShardCodec.write(writer, message.to());
    ShardCodec.write(writer, message.from());
  }

  private static Type type(SagaMessage message) {
    return switch (message) {
      case SagaMessage.Debit debit -> Type.DEBIT;
      case SagaMessage.Undo undo -> Type.UNDO;
      case SagaMessage.Keep keep -> Type.KEEP;
      case SagaMessage.Debited debited -> Type.DEBITED;
      case SagaMessage.Declined declined -> Type.DECLINED;
      case SagaMessage.Undone undone -> Type.UNDONE;
    };
  }

  static SagaMessage read(ByteReader reader) {
    Type type = Type.TAGS.read(reader);
    TransactionId transaction = new TransactionId(reader.readString());
    OrderId order = new OrderId(reader.readString());
    return switch (type) {
      case DEBIT ->
          new SagaMessage.Debit(
              transaction,
              order,
              ShardCodec.read(reader),
              TransactionCodec.readPart(reader),
              reader.readInstant(),
              reader.readInstant());
      case UNDO ->
          new SagaMessage.Undo(
              transaction,
              order,
              ShardCodec.read(reader),
              TransactionCodec.readPart(reader),
              reader.readInstant());
      case KEEP ->
          new SagaMessage.Keep(transaction, order, ShardCodec.read(reader), reader.readInstant());
      case DEBITED ->
          new SagaMessage.Debited(
              transaction,
              order,
              ShardCodec.read(reader),
              ShardCodec.read(reader),
              reader.readInstant());
      case DECLINED ->
          new SagaMessage.Declined(
              transaction,
              order,
              ShardCodec.read(reader),
              ShardCodec.read(reader),
              RefusalCodec.read(reader));
      case UNDONE ->
          new SagaMessage.Undone(
              transaction, order, ShardCodec.read(reader), ShardCodec.read(reader));
    };
  }
}
