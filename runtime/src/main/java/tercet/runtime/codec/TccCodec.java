package tercet.runtime.codec;

import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Released;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.Origin;

/** Both sides of try-confirm-cancel as bytes. */
final class TccCodec {
  private TccCodec() {}

  static void write(ByteWriter writer, Tcc.Trying trying) {
    TransactionCodec.write(writer, trying.transaction());
    writer.writeList(trying.waiters(), TransactionCodec::writeWaiter);
    writer.writeVarint(trying.attempt());
    writer.writeVarint(trying.step());
    writer.writeList(trying.awaiting(), ShardCodec::write);
    writer.writeInstant(trying.noneValidAfter());
    writer.writeVarint(trying.sends());
    writer.writeInstant(trying.wakeAt());
  }

  static Tcc.Trying readTrying(ByteReader reader, long incarnation) {
    return new Tcc.Trying(
        TransactionCodec.read(reader, incarnation),
        reader.readList(TransactionCodec::readWaiter),
        reader.readCount(),
        reader.readCount(),
        reader.readList(ShardCodec::read),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Tcc.Cancelling cancelling) {
    TransactionCodec.write(writer, cancelling.transaction());
    writer.writeList(cancelling.waiters(), TransactionCodec::writeWaiter);
    RefusalCodec.write(writer, cancelling.refusal());
    writer.writeList(cancelling.awaiting(), ShardCodec::write);
    writer.writeInstant(cancelling.noneValidAfter());
    writer.writeVarint(cancelling.sends());
    writer.writeInstant(cancelling.wakeAt());
  }

  static Tcc.Cancelling readCancelling(ByteReader reader, long incarnation) {
    return new Tcc.Cancelling(
        TransactionCodec.read(reader, incarnation),
        reader.readList(TransactionCodec::readWaiter),
        RefusalCodec.read(reader),
        reader.readList(ShardCodec::read),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Held branch) {
    writer.writeList(branch.taken(), BalanceCodec::writeTaken);
    writer.writeVarint(branch.attempt());
    writer.writeInstant(branch.deadline());
    writer.writeVarint(branch.votes());
    writer.writeInstant(branch.wakeAt());
  }

  static Held readHeld(ByteReader reader, Origin origin) {
    return new Held(
        origin,
        reader.readList(BalanceCodec::readTaken),
        reader.readCount(),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Released tombstone) {
    writer.writeVarint(tombstone.attempt());
    writer.writeInstant(tombstone.expiresAt());
  }

  static Released readReleased(ByteReader reader) {
    return new Released(reader.readCount(), reader.readInstant());
  }
}
