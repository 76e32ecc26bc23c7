package tercet.runtime.codec;

import java.time.Instant;
import tercet.kernel.id.ShardId;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Released;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;

/** Try-confirm-cancel as bytes: the records of both sides, and their messages. */
final class TccCodec {
  /** The types of messages; the numbers are part of the format. */
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

  private TccCodec() {}

  static void write(ByteWriter writer, Tcc open) {
    switch (open) {
      case Tcc.Trying trying -> {
        writer.writeByte(RecordType.TCC_TRYING.number);
        TransactionCodec.write(writer, trying.transaction());
        writer.writeList(trying.waiters(), TransactionCodec::writeClient);
        writer.writeVarint(trying.attempt());
        writer.writeVarint(trying.step());
        writer.writeList(trying.awaiting(), ShardCodec::write);
        writer.writeInstant(trying.noneValidAfter());
        writer.writeVarint(trying.sends());
        writer.writeInstant(trying.wakeAt());
      }
      case Tcc.Cancelling cancelling -> {
        writer.writeByte(RecordType.TCC_CANCELLING.number);
        TransactionCodec.writeRollback(writer, cancelling, cancelling.wakeAt());
      }
    }
  }

  static Tcc.Trying readTrying(ByteReader reader, long incarnation) {
    return new Tcc.Trying(
        TransactionCodec.read(reader, incarnation),
        reader.readList(TransactionCodec::readClient),
        reader.readCount(),
        reader.readCount(),
        reader.readList(ShardCodec::read),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static Tcc.Cancelling readCancelling(ByteReader reader, long incarnation) {
    return TransactionCodec.readRollback(reader, incarnation, Tcc.Cancelling::new);
  }

  static void write(ByteWriter writer, Held branch) {
    BranchStart.of(branch.origin()).write(writer, RecordType.TCC_HELD);
    writer.writeList(branch.taken(), BalanceCodec::writeTaken);
    writer.writeVarint(branch.attempt());
    writer.writeInstant(branch.deadline());
    writer.writeVarint(branch.votes());
    writer.writeInstant(branch.wakeAt());
  }

  static Held readHeld(ByteReader reader, BranchStart start) {
    return new Held(
        start.origin(),
        reader.readList(BalanceCodec::readTaken),
        reader.readCount(),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Released tombstone) {
    writer.writeByte(RecordType.TCC_RELEASED.number);
    writer.writeVarint(tombstone.attempt());
    writer.writeInstant(tombstone.expiresAt());
  }

  static Released readReleased(ByteReader reader) {
    return new Released(reader.readCount(), reader.readInstant());
  }

  static void write(ByteWriter writer, TccMessage message) {
    switch (message) {
      case TccMessage.Try attempt -> {
        MessageParts.writeStart(writer, Type.TRY.number, attempt);
        ShardCodec.write(writer, attempt.origin().shard());
        TransactionCodec.writeBranch(writer, attempt.branch());
        writer.writeVarint(attempt.attempt());
        writer.writeInstant(attempt.validUntil());
        writer.writeInstant(attempt.deadline());
        TransactionCodec.writeRest(writer, attempt.origin());
      }
      case TccMessage.Release release -> {
        MessageParts.writeStart(writer, Type.RELEASE.number, release);
        TransactionCodec.writeBranch(writer, release.branch());
        writer.writeVarint(release.attempt());
        writer.writeInstant(release.noneValidAfter());
      }
      case TccMessage.Cancel cancel -> {
        MessageParts.writeStart(writer, Type.CANCEL.number, cancel);
        MessageParts.writeUndo(
            writer, cancel.coordinator(), cancel.branch(), cancel.noneValidAfter());
      }
      case TccMessage.Confirm confirm -> {
        MessageParts.writeStart(writer, Type.CONFIRM.number, confirm);
        MessageParts.writeOutcome(writer, confirm.to(), confirm.noneValidAfter());
      }
      case TccMessage.Held held -> {
        MessageParts.writeStart(writer, Type.HELD.number, held);
        MessageParts.writeEnds(writer, held.origin().shard(), held.from());
        writer.writeVarint(held.attempt());
        writer.writeInstant(held.deadline());
        TransactionCodec.writeRest(writer, held.origin());
      }
      case TccMessage.Busy busy -> {
        MessageParts.writeStart(writer, Type.BUSY.number, busy);
        MessageParts.writeEnds(writer, busy.to(), busy.from());
        writer.writeVarint(busy.attempt());
      }
      case TccMessage.Declined declined -> {
        MessageParts.writeStart(writer, Type.DECLINED.number, declined);
        MessageParts.writeDecline(writer, declined.to(), declined.from(), declined.refusal());
      }
      case TccMessage.Cancelled cancelled -> {
        MessageParts.writeStart(writer, Type.CANCELLED.number, cancelled);
        MessageParts.writeEnds(writer, cancelled.to(), cancelled.from());
      }
    }
  }

  static TccMessage readMessage(ByteReader reader) {
    Type type = Type.TAGS.read(reader);
    MessageParts start = MessageParts.readStart(reader);
    return switch (type) {
      case TRY -> {
        ShardId shard = ShardCodec.read(reader);
        Branch branch = TransactionCodec.readBranch(reader);
        int attempt = reader.readCount();
        Instant validUntil = reader.readInstant();
        Instant deadline = reader.readInstant();
        Origin origin = TransactionCodec.readRest(reader, start.order(), shard);
        yield new TccMessage.Try(
            start.transaction(), origin, branch, attempt, validUntil, deadline);
      }
      case RELEASE ->
          new TccMessage.Release(
              start.transaction(),
              start.order(),
              TransactionCodec.readBranch(reader),
              reader.readCount(),
              reader.readInstant());
      case CANCEL -> start.readUndo(reader, TccMessage.Cancel::new);
      case CONFIRM -> start.readOutcome(reader, TccMessage.Confirm::new);
      case HELD -> {
        ShardId shard = ShardCodec.read(reader);
        ShardId from = ShardCodec.read(reader);
        int attempt = reader.readCount();
        Instant deadline = reader.readInstant();
        Origin origin = TransactionCodec.readRest(reader, start.order(), shard);
        yield new TccMessage.Held(start.transaction(), origin, from, attempt, deadline);
      }
      case BUSY ->
          new TccMessage.Busy(
              start.transaction(),
              start.order(),
              ShardCodec.read(reader),
              ShardCodec.read(reader),
              reader.readCount());
      case DECLINED -> start.readDecline(reader, TccMessage.Declined::new);
      case CANCELLED -> start.readAcknowledgement(reader, TccMessage.Cancelled::new);
    };
  }
}
