package tercet.runtime.codec;

import java.time.Instant;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;

/** {@link TccMessage} as bytes: what it is, its transaction and order, then its own fields. */
final class TccMessageCodec {
  /** What a message is; the numbers are part of the format. */
  private enum Type {
    TRY(1),
    RELEASE(2),
    CANCEL(3),
    CONFIRM(4),
    HELD(5),
    BUSY(6),
    DECLINED(7),
    CANCELLED(8);

    private static final Tags<Type> TAGS =
        new Tags<>("message of try-confirm-cancel", values(), t -> t.number);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private TccMessageCodec() {}

  static void write(ByteWriter writer, TccMessage message) {
    writer.writeByte(type(message).number);
    writer.writeString(message.transaction().value());
    writer.writeString(message.order().value());
    switch (message) {
      case TccMessage.Try attempt -> {
        ShardCodec.write(writer, attempt.origin().shard());
        TransactionCodec.writePart(writer, attempt.branch());
        writer.writeVarint(attempt.attempt());
        writer.writeInstant(attempt.validUntil());
        writer.writeInstant(attempt.deadline());
        TransactionCodec.writeRest(writer, attempt.origin());
      }
      case TccMessage.Release release -> {
        TransactionCodec.writePart(writer, release.branch());
        writer.writeVarint(release.attempt());
        writer.writeInstant(release.noneValidAfter());
      }
      case TccMessage.Cancel cancel -> {
        ShardCodec.write(writer, cancel.coordinator());
        TransactionCodec.writePart(writer, cancel.branch());
        writer.writeInstant(cancel.noneValidAfter());
      }
      case TccMessage.Confirm confirm -> {
        ShardCodec.write(writer, confirm.to());
        writer.writeInstant(confirm.noneValidAfter());
      }
      case TccMessage.Held held -> {
        ShardCodec.write(writer, held.origin().shard());
        ShardCodec.write(writer, held.from());
        writer.writeVarint(held.attempt());
        writer.writeInstant(held.deadline());
        TransactionCodec.writeRest(writer, held.origin());
      }
      case TccMessage.Busy busy -> {
        writeEnds(writer, busy);
        writer.writeVarint(busy.attempt());
      }
      case TccMessage.Declined declined -> {
        writeEnds(writer, declined);
        RefusalCodec.write(writer, declined.refusal());
      }
      case TccMessage.Cancelled cancelled -> writeEnds(writer, cancelled);
    }
  }

  private static void writeEnds(ByteWriter writer, TccMessage.ToCoordinator message) {
    ShardCodec.write(writer, message.to());
    ShardCodec.write(writer, message.from());
  }

  private static Type type(TccMessage message) {
    return switch (message) {
      case TccMessage.Try attempt -> Type.TRY;
      case TccMessage.Release release -> Type.RELEASE;
      case TccMessage.Cancel cancel -> Type.CANCEL;
      case TccMessage.Confirm confirm -> Type.CONFIRM;
      case TccMessage.Held held -> Type.HELD;
      case TccMessage.Busy busy -> Type.BUSY;
      case TccMessage.Declined declined -> Type.DECLINED;
      case TccMessage.Cancelled cancelled -> Type.CANCELLED;
    };
  }

  static TccMessage read(ByteReader reader) {
    Type type = Type.TAGS.read(reader);
    TransactionId transaction = new TransactionId(reader.readString());
    OrderId order = new OrderId(reader.readString());
    return switch (type) {
      case TRY -> {
        ShardId shard = ShardCodec.read(reader);
        Branch branch = TransactionCodec.readPart(reader);
        int attempt = reader.readCount();
        Instant validUntil = reader.readInstant();
        Instant deadline = reader.readInstant();
        Origin origin = TransactionCodec.readRest(reader, order, shard);
        yield new TccMessage.Try(transaction, origin, branch, attempt, validUntil, deadline);
      }
      case RELEASE ->
          new TccMessage.Release(
              transaction,
              order,
              TransactionCodec.readPart(reader),
              reader.readCount(),
              reader.readInstant());
      case CANCEL ->
          new TccMessage.Cancel(
              transaction,
              order,
              ShardCodec.read(reader),
              TransactionCodec.readPart(reader),
              reader.readInstant());
      case CONFIRM ->
          new TccMessage.Confirm(transaction, order, ShardCodec.read(reader), reader.readInstant());
      case HELD -> {
        ShardId shard = ShardCodec.read(reader);
        ShardId from = ShardCodec.read(reader);
        int attempt = reader.readCount();
        Instant deadline = reader.readInstant();
        Origin origin = TransactionCodec.readRest(reader, order, shard);
        yield new TccMessage.Held(transaction, origin, from, attempt, deadline);
      }
      case BUSY ->
          new TccMessage.Busy(
              transaction,
              order,
              ShardCodec.read(reader),
              ShardCodec.read(reader),
              reader.readCount());
      case DECLINED ->
          new TccMessage.Declined(
              transaction,
              order,
              ShardCodec.read(reader),
              ShardCodec.read(reader),
              RefusalCodec.read(reader));
      case CANCELLED ->
          new TccMessage.Cancelled(
              transaction, order, ShardCodec.read(reader), ShardCodec.read(reader));
    };
  }
}
