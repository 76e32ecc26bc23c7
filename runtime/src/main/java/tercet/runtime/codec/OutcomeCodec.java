package tercet.runtime.codec;

import java.time.Instant;
import tercet.kernel.id.TransactionId;
import tercet.kernel.outcome.Applied;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.outcome.Reconciliation;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Tombstone;

/** Outcomes that a store may lose, as bytes: the records of both sides, and their messages. */
final class OutcomeCodec {
  /** The types of messages; the numbers are part of the format. */
  private enum Type {
    APPLY(1),
    REVOKE(2),
    REPORT(3),
    UNABLE(4),
    AGREED(5);

    private static final Tags<Type> TAGS =
        new Tags<>("message about an outcome", values(), t -> t.number);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private OutcomeCodec() {}

  static void write(ByteWriter writer, Applied applied) {
    new BranchStart(applied.origin(), true).write(writer, RecordType.OUTCOME_APPLIED);
    writer.writeList(applied.taken(), BalanceCodec::writeTaken);
    writer.writeInstant(applied.since());
    writer.writeVarint(applied.reports());
    writer.writeInstant(applied.wakeAt());
  }

  static Applied readApplied(ByteReader reader, BranchStart start) {
    return new Applied(
        start.origin(),
        reader.readList(BalanceCodec::readTaken),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Tombstone.Kept kept) {
    writer.writeByte(RecordType.OUTCOME_KEPT.number);
    writer.writeList(kept.taken(), BalanceCodec::writeTaken);
    writer.writeInstant(kept.expiresAt());
  }

  static Tombstone readKept(ByteReader reader) {
    return new Tombstone.Kept(reader.readList(BalanceCodec::readTaken), reader.readInstant());
  }

  static void write(ByteWriter writer, Reconciliation outcome) {
    writer.writeByte(RecordType.OUTCOME_RECONCILIATION.number);
    writer.writeVarint(outcome.transaction().incarnation());
    TransactionCodec.write(writer, outcome.transaction());
    writer.writeBoolean(outcome.paid());
    writer.writeList(outcome.awaiting(), ShardCodec::write);
    writer.writeInstant(outcome.retainUntil());
    writer.writeVarint(outcome.sends());
    writer.writeInstant(outcome.wakeAt());
  }

  static Reconciliation readReconciliation(ByteReader reader) {
    long incarnation = reader.readVarint();
    return new Reconciliation(
        TransactionCodec.read(reader, incarnation),
        reader.readBoolean(),
        reader.readList(ShardCodec::read),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, OutcomeMessage message) {
    writer.writeByte(type(message).number);
    writer.writeString(message.transaction().value());
    TransactionCodec.write(writer, message.origin());
    switch (message) {
      case OutcomeMessage.ToParticipant told -> {
        TransactionCodec.writeBranch(writer, told.branch());
        writer.writeInstant(told.validUntil());
        writer.writeInstant(told.retainUntil());
      }
      case OutcomeMessage.Report report -> {
        ShardCodec.write(writer, report.from());
        writer.writeBoolean(report.applied());
        writer.writeBoolean(report.lasting());
      }
      case OutcomeMessage.Unable unable -> {
        ShardCodec.write(writer, unable.from());
        RefusalCodec.write(writer, unable.refusal());
      }
      case OutcomeMessage.Agreed agreed -> {
        ShardCodec.write(writer, agreed.to());
        writer.writeBoolean(agreed.applied());
      }
    }
  }

  private static Type type(OutcomeMessage message) {
    return switch (message) {
      case OutcomeMessage.Apply apply -> Type.APPLY;
      case OutcomeMessage.Revoke revoke -> Type.REVOKE;
      case OutcomeMessage.Report report -> Type.REPORT;
      case OutcomeMessage.Unable unable -> Type.UNABLE;
      case OutcomeMessage.Agreed agreed -> Type.AGREED;
    };
  }

  static OutcomeMessage readMessage(ByteReader reader) {
    Type type = Type.TAGS.read(reader);
    TransactionId transaction = new TransactionId(reader.readString());
    Origin origin = TransactionCodec.readOrigin(reader);
    return switch (type) {
      case APPLY -> {
        Branch branch = TransactionCodec.readBranch(reader);
        Instant validUntil = reader.readInstant();
        Instant retainUntil = reader.readInstant();
        yield new OutcomeMessage.Apply(transaction, origin, branch, validUntil, retainUntil);
      }
      case REVOKE -> {
        Branch branch = TransactionCodec.readBranch(reader);
        Instant validUntil = reader.readInstant();
        Instant retainUntil = reader.readInstant();
        yield new OutcomeMessage.Revoke(transaction, origin, branch, validUntil, retainUntil);
      }
      case REPORT ->
          new OutcomeMessage.Report(
              transaction,
              origin,
              ShardCodec.read(reader),
              reader.readBoolean(),
              reader.readBoolean());
      case UNABLE ->
          new OutcomeMessage.Unable(
              transaction, origin, ShardCodec.read(reader), RefusalCodec.read(reader));
      case AGREED ->
          new OutcomeMessage.Agreed(
              transaction, origin, ShardCodec.read(reader), reader.readBoolean());
    };
  }
}
