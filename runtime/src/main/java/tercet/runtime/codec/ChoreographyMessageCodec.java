package tercet.runtime.codec;

import java.time.Instant;
import java.util.List;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;

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
    HEARD(5),
    COMMITTED(6);

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
        ShardCodec.write(writer, debit.origin().shard());
        TransactionCodec.writePart(writer, debit.branch());
        writer.writeList(debit.participants(), ShardCodec::write);
        writer.writeInstant(debit.validUntil());
        writer.writeInstant(debit.deadline());
        TransactionCodec.writeRest(writer, debit.origin());
      }
      case ChoreographyMessage.VoteYes agreed -> {
        writeEnds(writer, agreed);
        writer.writeBoolean(agreed.heard());
      }
      case ChoreographyMessage.Declined declined -> {
        writeEnds(writer, declined);
        RefusalCodec.write(writer, declined.refusal());
        writer.writeInstant(declined.noneValidAfter());
      }
      case ChoreographyMessage.VoteRequest poll -> {
        writeEnds(writer, poll);
        writer.writeInstant(poll.noneValidAfter());
      }
      case ChoreographyMessage.VoteAck heard -> writeEnds(writer, heard);
      case ChoreographyMessage.Committed committed -> {
        ShardCodec.write(writer, committed.to());
        ShardCodec.write(writer, committed.from());
        TransactionCodec.writeRest(writer, committed.origin());
      }
    }
  }

  private static void writeEnds(ByteWriter writer, ChoreographyMessage.BetweenShards message) {
    ShardCodec.write(writer, message.to());
    ShardCodec.write(writer, message.from());
  }

  private static Type type(ChoreographyMessage message) {
    return switch (message) {
      case ChoreographyMessage.Debit debit -> Type.DEBIT;
      case ChoreographyMessage.VoteYes agreed -> Type.AGREED;
      case ChoreographyMessage.Declined declined -> Type.DECLINED;
      case ChoreographyMessage.VoteRequest poll -> Type.POLL;
      case ChoreographyMessage.VoteAck heard -> Type.HEARD;
      case ChoreographyMessage.Committed committed -> Type.COMMITTED;
    };
  }

  static ChoreographyMessage read(ByteReader reader) {
    Type type = Type.TAGS.read(reader);
    TransactionId transaction = new TransactionId(reader.readString());
    OrderId order = new OrderId(reader.readString());
    return switch (type) {
      case DEBIT -> {
        ShardId shard = ShardCodec.read(reader);
        Branch branch = TransactionCodec.readPart(reader);
        List<ShardId> all = reader.readList(ShardCodec::read);
        Instant validUntil = reader.readInstant();
        Instant deadline = reader.readInstant();
        Origin origin = TransactionCodec.readRest(reader, order, shard);
        yield new ChoreographyMessage.Debit(transaction, origin, branch, all, validUntil, deadline);
      }
      case AGREED ->
          new ChoreographyMessage.VoteYes(
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
          new ChoreographyMessage.VoteRequest(
              transaction,
              order,
              ShardCodec.read(reader),
              ShardCodec.read(reader),
              reader.readInstant());
      case HEARD ->
          new ChoreographyMessage.VoteAck(
              transaction, order, ShardCodec.read(reader), ShardCodec.read(reader));
      case COMMITTED -> {
        ShardId to = ShardCodec.read(reader);
        ShardId from = ShardCodec.read(reader);
        Origin origin = TransactionCodec.readRest(reader, order, to);
        yield new ChoreographyMessage.Committed(transaction, origin, from);
      }
    };
  }
}
