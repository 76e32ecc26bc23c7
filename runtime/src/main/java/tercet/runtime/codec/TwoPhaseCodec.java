package tercet.runtime.codec;

import tercet.kernel.transaction.Origin;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;
import tercet.kernel.twophase.TwoPhase;

/** Both sides of two-phase commit as bytes. */
final class TwoPhaseCodec {
  private TwoPhaseCodec() {}

  static void write(ByteWriter writer, TwoPhase.Preparing preparing) {
    TransactionCodec.write(writer, preparing.transaction());
    writer.writeList(preparing.waiters(), TransactionCodec::writeWaiter);
    writer.writeVarint(preparing.step());
    writer.writeInstant(preparing.noneValidAfter());
    writer.writeVarint(preparing.sends());
    writer.writeInstant(preparing.wakeAt());
  }

  static TwoPhase.Preparing readPreparing(ByteReader reader, long incarnation) {
    return new TwoPhase.Preparing(
        TransactionCodec.read(reader, incarnation),
        reader.readList(TransactionCodec::readWaiter),
        reader.readCount(),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, TwoPhase.Committing committing) {
    TransactionCodec.write(writer, committing.transaction());
    writer.writeList(committing.awaiting(), ShardCodec::write);
    writer.writeInstant(committing.noneValidAfter());
    writer.writeVarint(committing.sends());
    writer.writeInstant(committing.wakeAt());
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
    TransactionCodec.writePart(writer, branch.branch());
    writer.writeVarint(branch.locked());
    writer.writeInstant(branch.deadline());
    writer.writeInstant(branch.wakeAt());
  }

  static Queued readQueued(ByteReader reader, Origin origin) {
    return new Queued(
        origin,
        TransactionCodec.readPart(reader),
        reader.readCount(),
        reader.readInstant(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Prepared branch) {
    TransactionCodec.writePart(writer, branch.branch());
    writer.writeInstant(branch.deadline());
    writer.writeVarint(branch.votes());
    writer.writeInstant(branch.wakeAt());
  }

  static Prepared readPrepared(ByteReader reader, Origin origin) {
    return new Prepared(
        origin,
        TransactionCodec.readPart(reader),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }
}
