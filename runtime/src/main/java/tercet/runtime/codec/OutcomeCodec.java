package tercet.runtime.codec;

import tercet.kernel.outcome.Applied;
import tercet.kernel.outcome.Reconciliation;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Tombstone;

/** Both sides of an outcome that may be lost as bytes. */
final class OutcomeCodec {
  private OutcomeCodec() {}

  static void write(ByteWriter writer, Applied applied) {
    writer.writeList(applied.taken(), BalanceCodec::writeTaken);
    writer.writeInstant(applied.since());
    writer.writeVarint(applied.reports());
    writer.writeInstant(applied.wakeAt());
  }

  static Applied readApplied(ByteReader reader, Origin origin) {
    return new Applied(
        origin,
        reader.readList(BalanceCodec::readTaken),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Tombstone.Kept kept) {
    writer.writeList(kept.taken(), BalanceCodec::writeTaken);
    writer.writeInstant(kept.expiresAt());
  }

  static Tombstone readKept(ByteReader reader) {
    return new Tombstone.Kept(reader.readList(BalanceCodec::readTaken), reader.readInstant());
  }

  static void write(ByteWriter writer, Reconciliation outcome) {
    writer.writeVarint(outcome.transaction().incarnation());
    TransactionCodec.write(writer, outcome.transaction());
    writer.writeBoolean(outcome.paid());
    writer.writeList(outcome.awaiting(), ShardCodec::write);
    writer.writeInstant(outcome.keptUntil());
    writer.writeVarint(outcome.sends());
    writer.writeInstant(outcome.wakeAt());
  }

  static Reconciliation readReconciliation(ByteReader reader) {
    return new Reconciliation(
        TransactionCodec.read(reader, reader.readVarint()),
        reader.readBoolean(),
        reader.readList(ShardCodec::read),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }
}
