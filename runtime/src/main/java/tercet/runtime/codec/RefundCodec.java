package tercet.runtime.codec;

import java.time.Instant;
import tercet.kernel.id.TransactionId;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.refund.Refunded;
import tercet.kernel.refund.Refunding;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;

/** Refunds as bytes: the records of both sides, and their messages. */
final class RefundCodec {
  /** The types of messages; the numbers are part of the format. */
  private enum Type {
    GIVE_BACK(1),
    GIVEN_BACK(2),
    CLOSED(3);

    private static final Tags<Type> TAGS =
        new Tags<>("message of a refund", values(), t -> t.number);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private RefundCodec() {}

  static void write(ByteWriter writer, Refunding refund) {
    writer.writeByte(RecordType.REFUNDING.number);
    writer.writeVarint(refund.transaction().incarnation());
    TransactionCodec.write(writer, refund.transaction());
    writer.writeList(refund.waiters(), TransactionCodec::writeClient);
    writer.writeList(refund.awaiting(), ShardCodec::write);
    writer.writeList(refund.closing(), ShardCodec::write);
    writer.writeInstant(refund.retainUntil());
    writer.writeInstant(refund.noneValidAfter());
    writer.writeVarint(refund.sends());
    writer.writeInstant(refund.wakeAt());
  }

  static Refunding readRefunding(ByteReader reader) {
    long incarnation = reader.readVarint();
    return new Refunding(
        TransactionCodec.read(reader, incarnation),
        reader.readList(TransactionCodec::readClient),
        reader.readList(ShardCodec::read),
        reader.readList(ShardCodec::read),
        reader.readInstant(),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Refunded done) {
    new BranchStart(done.origin(), true).write(writer, RecordType.REFUNDED);
    writer.writeInstant(done.since());
    writer.writeVarint(done.reports());
    writer.writeInstant(done.wakeAt());
  }

  static Refunded readRefunded(ByteReader reader, BranchStart start) {
    return new Refunded(
        start.origin(), reader.readInstant(), reader.readCount(), reader.readInstant());
  }

  static void write(ByteWriter writer, RefundMessage message) {
    writer.writeByte(type(message).number);
    writer.writeString(message.transaction().value());
    TransactionCodec.write(writer, message.origin());
    switch (message) {
      case RefundMessage.GiveBack told -> {
        TransactionCodec.writeBranch(writer, told.branch());
        writer.writeInstant(told.validUntil());
        writer.writeInstant(told.retainUntil());
      }
      case RefundMessage.GivenBack said -> {
        ShardCodec.write(writer, said.from());
        writer.writeBoolean(said.closed());
      }
      case RefundMessage.Closed told -> {
        ShardCodec.write(writer, told.to());
        writer.writeInstant(told.noneValidAfter());
      }
    }
  }

  private static Type type(RefundMessage message) {
    return switch (message) {
      case RefundMessage.GiveBack told -> Type.GIVE_BACK;
      case RefundMessage.GivenBack said -> Type.GIVEN_BACK;
      case RefundMessage.Closed told -> Type.CLOSED;
    };
  }

  static RefundMessage readMessage(ByteReader reader) {
    Type type = Type.TAGS.read(reader);
    TransactionId refund = new TransactionId(reader.readString());
    Origin origin = TransactionCodec.readOrigin(reader);
    return switch (type) {
      case GIVE_BACK -> {
        Branch branch = TransactionCodec.readBranch(reader);
        Instant validUntil = reader.readInstant();
        yield new RefundMessage.GiveBack(refund, origin, branch, validUntil, reader.readInstant());
      }
      case GIVEN_BACK ->
          new RefundMessage.GivenBack(
              refund, origin, ShardCodec.read(reader), reader.readBoolean());
      case CLOSED ->
          new RefundMessage.Closed(refund, origin, ShardCodec.read(reader), reader.readInstant());
    };
  }
}
