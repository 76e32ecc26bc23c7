package tercet.runtime.codec;

import tercet.kernel.OrderId;
import tercet.kernel.TransactionId;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Part;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.Waiter;

/** Transactions and those who wait for them as bytes. */
final class TransactionCodec {
  private TransactionCodec() {}

  static void write(ByteWriter writer, Transaction transaction) {
    writer.writeString(transaction.id().value());
    writer.writeString(transaction.order().value());
    writer.writeFixed(transaction.generation());
    writer.writeInstant(transaction.deadline());
    writer.writeList(transaction.parts(), TransactionCodec::writePart);
  }

  static Transaction read(ByteReader reader) {
    return new Transaction(
        new TransactionId(reader.readString()),
        new OrderId(reader.readString()),
        reader.readFixed(),
        reader.readInstant(),
        reader.readList(TransactionCodec::readPart));
  }

  static void writePart(ByteWriter writer, Part part) {
    ShardCodec.write(writer, part.shard());
    writer.writeList(part.debits(), TransactionCodec::writeDebit);
  }

  static Part readPart(ByteReader reader) {
    return new Part(ShardCodec.read(reader), reader.readList(TransactionCodec::readDebit));
  }

  private static void writeDebit(ByteWriter writer, Debit debit) {
    BalanceCodec.writeId(writer, debit.balance());
    BalanceCodec.writeAmount(writer, debit.amount());
  }

  private static Debit readDebit(ByteReader reader) {
    return new Debit(BalanceCodec.readId(reader), BalanceCodec.readAmount(reader));
  }

  static void writeWaiter(ByteWriter writer, Waiter waiter) {
    KeyCodec.write(writer, waiter.answerKey());
    writer.writeString(waiter.replyTo().node());
    writer.writeVarint(waiter.replyTo().number());
    writer.writeInstant(waiter.keptUntil());
  }

  static Waiter readWaiter(ByteReader reader) {
    return new Waiter(
        KeyCodec.read(reader),
        new ReplyAddress(reader.readString(), reader.readVarint()),
        reader.readInstant());
  }
}
