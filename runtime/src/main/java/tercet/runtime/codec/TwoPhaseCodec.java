package tercet.runtime.codec;

import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;
import tercet.kernel.twophase.TwoPhase;
import tercet.kernel.twophase.TwoPhaseMessage;

/** Two-phase commit as bytes: the records of both sides, and their messages. */
final class TwoPhaseCodec {
  /** The types of messages; the numbers are part of the format. */
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

  private TwoPhaseCodec() {}

  static void write(ByteWriter writer, TwoPhase open) {
    switch (open) {
      case TwoPhase.Preparing preparing -> {
        writer.writeByte(RecordType.TWO_PHASE_PREPARING.number);
        TransactionCodec.write(writer, preparing.transaction());
        writer.writeList(preparing.waiters(), TransactionCodec::writeClient);
        writer.writeVarint(preparing.step());
        writer.writeInstant(preparing.noneValidAfter());
        writer.writeVarint(preparing.sends());
        writer.writeInstant(preparing.wakeAt());
      }
      case TwoPhase.Committing committing -> {
        writer.writeByte(RecordType.TWO_PHASE_COMMITTING.number);
        TransactionCodec.write(writer, committing.transaction());
        writer.writeList(committing.awaiting(), ShardCodec::write);
        writer.writeInstant(committing.noneValidAfter());
        writer.writeVarint(committing.sends());
        writer.writeInstant(committing.wakeAt());
      }
    }
  }

  static TwoPhase.Preparing readPreparing(ByteReader reader, long incarnation) {
    return new TwoPhase.Preparing(
        TransactionCodec.read(reader, incarnation),
        reader.readList(TransactionCodec::readClient),
        reader.readCount(),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static TwoPhase.Committing readCommitting(ByteReader reader, long incarnation) {
    return new TwoPhase.Committing(
        TransactionCodec.read(reader, incarnation),
        reader.readList(ShardCodec::read),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Queued branch) {
    BranchStart.of(branch.origin()).write(writer, RecordType.TWO_PHASE_QUEUED);
    TransactionCodec.writeBranch(writer, branch.branch());
    writer.writeVarint(branch.locked());
    writer.writeInstant(branch.deadline());
    writer.writeInstant(branch.wakeAt());
  }

  static Queued readQueued(ByteReader reader, BranchStart start) {
    return new Queued(
        start.origin(),
        TransactionCodec.readBranch(reader),
        reader.readCount(),
        reader.readInstant(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Prepared branch) {
    BranchStart.of(branch.origin()).write(writer, RecordType.TWO_PHASE_PREPARED);
    TransactionCodec.writeBranch(writer, branch.branch());
    writer.writeInstant(branch.deadline());
    writer.writeVarint(branch.votes());
    writer.writeInstant(branch.wakeAt());
  }

  static Prepared readPrepared(ByteReader reader, BranchStart start) {
    return new Prepared(
        start.origin(),
        TransactionCodec.readBranch(reader),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, TwoPhaseMessage message) {
    switch (message) {
      case TwoPhaseMessage.Prepare prepare -> {
        MessageParts.writeStart(writer, Type.PREPARE.number, prepare);
        MessageParts.writeAsk(
            writer, prepare.origin(), prepare.branch(), prepare.validUntil(), prepare.deadline());
      }
      case TwoPhaseMessage.Commit commit -> {
        MessageParts.writeStart(writer, Type.COMMIT.number, commit);
        ShardCodec.write(writer, commit.coordinator());
        ShardCodec.write(writer, commit.to());
        writer.writeInstant(commit.noneValidAfter());
      }
      case TwoPhaseMessage.Abort abort -> {
        MessageParts.writeStart(writer, Type.ABORT.number, abort);
        MessageParts.writeOutcome(writer, abort.to(), abort.noneValidAfter());
      }
      case TwoPhaseMessage.Prepared prepared -> {
        MessageParts.writeStart(writer, Type.PREPARED.number, prepared);
        MessageParts.writeVote(writer, prepared.origin(), prepared.from(), prepared.deadline());
      }
      case TwoPhaseMessage.Declined declined -> {
        MessageParts.writeStart(writer, Type.DECLINED.number, declined);
        MessageParts.writeDecline(writer, declined.to(), declined.from(), declined.refusal());
      }
      case TwoPhaseMessage.Committed committed -> {
        MessageParts.writeStart(writer, Type.COMMITTED.number, committed);
        MessageParts.writeEnds(writer, committed.to(), committed.from());
      }
    }
  }

  static TwoPhaseMessage readMessage(ByteReader reader) {
    Type type = Type.TAGS.read(reader);
    MessageParts start = MessageParts.readStart(reader);
    return switch (type) {
      case PREPARE -> start.readAsk(reader, TwoPhaseMessage.Prepare::new);
      case COMMIT ->
          new TwoPhaseMessage.Commit(
              start.transaction(),
              start.order(),
              ShardCodec.read(reader),
              ShardCodec.read(reader),
              reader.readInstant());
      case ABORT -> start.readOutcome(reader, TwoPhaseMessage.Abort::new);
      case PREPARED -> start.readVote(reader, TwoPhaseMessage.Prepared::new);
      case DECLINED -> start.readDecline(reader, TwoPhaseMessage.Declined::new);
      case COMMITTED -> start.readAcknowledgement(reader, TwoPhaseMessage.Committed::new);
    };
  }
}
