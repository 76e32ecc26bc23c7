package tercet.runtime.codec;

import java.time.Instant;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;
import tercet.kernel.twophase.TwoPhaseMessage;

/** {@link TwoPhaseMessage} as bytes: what it is, its transaction and order, then its own fields. */
final class TwoPhaseMessageCodec {
  /** What a message is; the numbers are part of the format. */
  private enum Type {
    PREPARE(1),
    COMMIT(2),
    ABORT(3),
    PREPARED(4),
    DECLINED(5),
    COMMITTED(6);

    private static final Tags<Type> TAGS =
        new Tags<>("message of two-phase commit", values(), t -> t.number);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private TwoPhaseMessageCodec() {}

  static void write(ByteWriter writer, TwoPhaseMessage message) {
    writer.writeByte(type(message).number);
    writer.writeString(message.transaction().value());
    writer.writeString(message.order().value());
    switch (message) {
      case TwoPhaseMessage.Prepare prepare -> {
        ShardCodec.write(writer, prepare.origin().shard());
        TransactionCodec.writePart(writer, prepare.branch());
        writer.writeInstant(prepare.validUntil());
        writer.writeInstant(prepare.deadline());
        TransactionCodec.writeRest(writer, prepare.origin());
      }
      case TwoPhaseMessage.Commit commit -> {
        ShardCodec.write(writer, commit.coordinator());
        ShardCodec.write(writer, commit.to());
        writer.writeInstant(commit.noneValidAfter());
      }
      case TwoPhaseMessage.Abort abort -> {
        ShardCodec.write(writer, abort.to());
        writer.writeInstant(abort.noneValidAfter());
      }
      case TwoPhaseMessage.Prepared prepared -> {
        ShardCodec.write(writer, prepared.origin().shard());
        ShardCodec.write(writer, prepared.from());
        writer.writeInstant(prepared.deadline());
        TransactionCodec.writeRest(writer, prepared.origin());
      }
      case TwoPhaseMessage.Declined declined -> {
        writeEnds(writer, declined);
        RefusalCodec.write(writer, declined.refusal());
      }
      case TwoPhaseMessage.Committed committed -> writeEnds(writer, committed);
    }
  }

  private static void writeEnds(ByteWriter writer, TwoPhaseMessage.ToCoordinator message) {
    ShardCodec.write(writer, message.to());
    ShardCodec.write(writer, message.from());
  }

  private static Type type(TwoPhaseMessage message) {
    return switch (message) {
      case TwoPhaseMessage.Prepare prepare -> Type.PREPARE;
      case TwoPhaseMessage.Commit commit -> Type.COMMIT;
      case TwoPhaseMessage.Abort abort -> Type.ABORT;
      case TwoPhaseMessage.Prepared prepared -> Type.PREPARED;
      case TwoPhaseMessage.Declined declined -> Type.DECLINED;
      case TwoPhaseMessage.Committed committed -> Type.COMMITTED;
    };
  }

  static TwoPhaseMessage read(ByteReader reader) {
    Type type = Type.TAGS.read(reader);
    TransactionId transaction = new TransactionId(reader.readString());
    OrderId order = new OrderId(reader.readString());
    return switch (type) {
      case PREPARE -> {
        ShardId shard = ShardCodec.read(reader);
        Branch branch = TransactionCodec.readPart(reader);
        Instant validUntil = reader.readInstant();
        Instant deadline = reader.readInstant();
        Origin origin = TransactionCodec.readRest(reader, order, shard);
        yield new TwoPhaseMessage.Prepare(transaction, origin, branch, validUntil, deadline);
      }
      case COMMIT ->
          new TwoPhaseMessage.Commit(
              transaction,
              order,
              ShardCodec.read(reader),
              ShardCodec.read(reader),
              reader.readInstant());
      case ABORT ->
          new TwoPhaseMessage.Abort(
              transaction, order, ShardCodec.read(reader), reader.readInstant());
      case PREPARED -> {
        ShardId shard = ShardCodec.read(reader);
        ShardId from = ShardCodec.read(reader);
        Instant deadline = reader.readInstant();
        Origin origin = TransactionCodec.readRest(reader, order, shard);
        yield new TwoPhaseMessage.Prepared(transaction, origin, from, deadline);
      }
      case DECLINED ->
          new TwoPhaseMessage.Declined(
              transaction,
              order,
              ShardCodec.read(reader),
              ShardCodec.read(reader),
              RefusalCodec.read(reader));
      case COMMITTED ->
          new TwoPhaseMessage.Committed(
              transaction, order, ShardCodec.read(reader), ShardCodec.read(reader));
    };
  }
}
