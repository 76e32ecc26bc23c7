package tercet.runtime.codec;

import tercet.kernel.choreography.Choreography;
import tercet.kernel.choreography.Voted;
import tercet.kernel.transaction.Origin;

/** Both sides of a choreographed saga as bytes. */
final class ChoreographyCodec {
  private ChoreographyCodec() {}

  static void write(ByteWriter writer, Choreography open) {
    TransactionCodec.write(writer, open.transaction());
    writer.writeList(open.waiters(), TransactionCodec::writeWaiter);
    writer.writeList(open.awaiting(), ShardCodec::write);
    writer.writeVarint(open.sends());
    writer.writeInstant(open.wakeAt());
  }

  static Choreography readOpen(ByteReader reader, long incarnation) {
    return new Choreography(
        TransactionCodec.read(reader, incarnation),
        reader.readList(TransactionCodec::readWaiter),
        reader.readList(ShardCodec::read),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Voted branch) {
    writer.writeList(branch.taken(), BalanceCodec::writeTaken);
    writer.writeList(branch.awaiting(), ShardCodec::write);
    writer.writeList(branch.unheard(), ShardCodec::write);
    writer.writeInstant(branch.deadline());
    writer.writeVarint(branch.sends());
    writer.writeInstant(branch.wakeAt());
  }

  static Voted readVoted(ByteReader reader, Origin origin, boolean held) {
    return new Voted(
        origin,
        reader.readList(BalanceCodec::readTaken),
        held,
        reader.readList(ShardCodec::read),
        reader.readList(ShardCodec::read),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }
}
