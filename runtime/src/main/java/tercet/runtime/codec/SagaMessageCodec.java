package tercet.runtime.codec;

import java.time.Instant;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;

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
        ShardCodec.write(writer, debit.origin().shard());
        TransactionCodec.writePart(writer, debit.branch());
        writer.writeInstant(debit.validUntil());
        writer.writeInstant(debit.deadline());
        TransactionCodec.writeRest(writer, debit.origin());
      }
      case SagaMessage.Compensate compensate -> {
        ShardCodec.write(writer, compensate.coordinator());
        TransactionCodec.writePart(writer, compensate.branch());
        writer.writeInstant(compensate.noneValidAfter());
      }
      case SagaMessage.Complete complete -> {
        ShardCodec.write(writer, complete.to());
        writer.writeInstant(complete.noneValidAfter());
      }
      case SagaMessage.Debited debited -> {
        ShardCodec.write(writer, debited.origin().shard());
        ShardCodec.write(writer, debited.from());
        writer.writeInstant(debited.deadline());
        TransactionCodec.writeRest(writer, debited.origin());
      }
      case SagaMessage.Declined declined -> {
        writeEnds(writer, declined);
        RefusalCodec.write(writer, declined.refusal());
      }
      case SagaMessage.Compensated compensated -> writeEnds(writer, compensated);
    }
  }

  private static void writeEnds(ByteWriter writer, SagaMessage.ToCoordinator message) {
    ShardCodec.write(writer, message.to());
    ShardCodec.write(writer, message.from());
  }

  private static Type type(SagaMessage message) {
    return switch (message) {
      case SagaMessage.Debit debit -> Type.DEBIT;
      case SagaMessage.Compensate compensate -> Type.UNDO;
      case SagaMessage.Complete complete -> Type.KEEP;
      case SagaMessage.Debited debited -> Type.DEBITED;
      case SagaMessage.Declined declined -> Type.DECLINED;
      case SagaMessage.Compensated compensated -> Type.UNDONE;
    };
  }

  static SagaMessage read(ByteReader reader) {
    Type type = Type.TAGS.read(reader);
    TransactionId transaction = new TransactionId(reader.readString());
    OrderId order = new OrderId(reader.readString());
    return switch (type) {
      case DEBIT -> {
        ShardId shard = ShardCodec.read(reader);
        Branch branch = TransactionCodec.readPart(reader);
        Instant validUntil = reader.readInstant();
        Instant deadline = reader.readInstant();
        Origin origin = TransactionCodec.readRest(reader, order, shard);
        yield new SagaMessage.Debit(transaction, origin, branch, validUntil, deadline);
      }
      case UNDO ->
          new SagaMessage.Compensate(
              transaction,
              order,
              ShardCodec.read(reader),
              TransactionCodec.readPart(reader),
              reader.readInstant());
      case KEEP ->
          new SagaMessage.Complete(
              transaction, order, ShardCodec.read(reader), reader.readInstant());
      case DEBITED -> {
        ShardId shard = ShardCodec.read(reader);
        ShardId from = ShardCodec.read(reader);
        Instant deadline = reader.readInstant();
        Origin origin = TransactionCodec.readRest(reader, order, shard);
        yield new SagaMessage.Debited(transaction, origin, from, deadline);
      }
      case DECLINED ->
          new SagaMessage.Declined(
              transaction,
              order,
              ShardCodec.read(reader),
              ShardCodec.read(reader),
              RefusalCodec.read(reader));
      case UNDONE ->
          new SagaMessage.Compensated(
              transaction, order, ShardCodec.read(reader), ShardCodec.read(reader));
    };
  }
}
