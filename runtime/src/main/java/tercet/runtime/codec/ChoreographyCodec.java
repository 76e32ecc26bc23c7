package tercet.runtime.codec;

import tercet.kernel.OrderId;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.choreography.Voted;

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

  static Choreography readOpen(ByteReader reader) {
    return new Choreography(
        TransactionCodec.read(reader),
        reader.readList(TransactionCodec::readWaiter),
        reader.readList(ShardCodec::read),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Voted part) {
    writer.writeString(part.order().value());
    ShardCodec.write(writer, part.orderShard());
    writer.writeList(part.taken(), BalanceCodec::writeTaken);
    writer.writeList(part.awaiting(), ShardCodec::write);
    writer.writeList(part.unheard(), ShardCodec::write);
    writer.writeInstant(part.deadline());
    writer.writeVarint(part.sends());
    writer.writeInstant(part.wakeAt());
  }

  static Voted readVoted(ByteReader reader) {
    return new Voted(
        new OrderId(reader.readString()),
        ShardCodec.read(reader),
        reader.readList(BalanceCodec::readTaken),
        reader.readList(ShardCodec::read),
        reader.readList(ShardCodec::read),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }
}
