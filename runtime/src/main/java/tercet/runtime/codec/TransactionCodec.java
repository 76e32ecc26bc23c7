package tercet.runtime.codec;

import java.time.Instant;
import java.util.List;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.RollingBack;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Transaction;

/** Transactions and those who wait for them as bytes. */
final class TransactionCodec {
  private TransactionCodec() {}

  static void write(ByteWriter writer, Transaction transaction) {
    writer.writeString(transaction.id().value());
    writer.writeString(transaction.order().value());
    writer.writeFixed(transaction.generation());
    writer.writeInstant(transaction.deadline());
    writer.writeList(transaction.branches(), TransactionCodec::writeBranch);
  }

  /**
   * Reads a transaction.
   *
   * @param incarnation which is written before what holds the transaction
   */
  static Transaction read(ByteReader reader, long incarnation) {
    return new Transaction(
        new TransactionId(reader.readString()),
        new OrderId(reader.readString()),
        reader.readFixed(),
        incarnation,
        reader.readInstant(),
        reader.readList(TransactionCodec::readBranch));
  }

  /** Makes the record of one protocol. */
  interface RollbackOf<A> {
    A of(
        Transaction transaction,
        List<PendingClient> waiters,
        Refusal refusal,
        List<ShardId> awaiting,
        Instant noneValidAfter,
        int sends,
        Instant wakeAt);
  }

  static void writeRollback(ByteWriter writer, RollingBack<?> open, Instant wakeAt) {
    write(writer, open.transaction());
    writer.writeList(open.waiters(), TransactionCodec::writeClient);
    RefusalCodec.writeReason(writer, open.refusal());
    writer.writeList(open.awaiting(), ShardCodec::write);
    writer.writeInstant(open.noneValidAfter());
    writer.writeVarint(open.sends());
    writer.writeInstant(wakeAt);
    RefusalCodec.writeDetails(writer, open.refusal());
  }

  static <A> A readRollback(ByteReader reader, long incarnation, RollbackOf<A> open) {
    Transaction transaction = read(reader, incarnation);
    List<PendingClient> waiters = reader.readList(TransactionCodec::readClient);
    Reason reason = RefusalCodec.readReason(reader);
    List<ShardId> awaiting = reader.readList(ShardCodec::read);
    Instant noneValidAfter = reader.readInstant();
    int sends = reader.readCount();
    Instant wakeAt = reader.readInstant();
    Refusal refusal = RefusalCodec.readDetails(reader, reason);
    return open.of(transaction, waiters, refusal, awaiting, noneValidAfter, sends, wakeAt);
  }

  static void write(ByteWriter writer, Origin origin) {
    writer.writeString(origin.order().value());
    ShardCodec.write(writer, origin.shard());
    writer.writeFixed(origin.generation());
    writer.writeVarint(origin.incarnation());
  }

  static Origin readOrigin(ByteReader reader) {
    return new Origin(
        new OrderId(reader.readString()),
        ShardCodec.read(reader),
        reader.readFixed(),
        reader.readVarint());
  }

  /** The fields of an origin beside the order and its shard, at the end of a message. */
  static void writeRest(ByteWriter writer, Origin origin) {
    writer.writeFixed(origin.generation());
    writer.writeVarint(origin.incarnation());
  }

  static Origin readRest(ByteReader reader, OrderId order, ShardId shard) {
    return reader.remaining() > 0
        ? new Origin(order, shard, reader.readFixed(), reader.readVarint())
        : Origin.unknown(order, shard);
  }

  /** The form of versions without generation and incarnation. */
  static void writeShort(ByteWriter writer, Origin origin) {
    writer.writeString(origin.order().value());
    ShardCodec.write(writer, origin.shard());
  }

  static Origin readShort(ByteReader reader) {
    return Origin.unknown(new OrderId(reader.readString()), ShardCodec.read(reader));
  }

  static void writeBranch(ByteWriter writer, Branch branch) {
    ShardCodec.write(writer, branch.shard());
    writer.writeList(branch.debits(), TransactionCodec::writeDebit);
  }

  static Branch readBranch(ByteReader reader) {
    return new Branch(ShardCodec.read(reader), reader.readList(TransactionCodec::readDebit));
  }

  private static void writeDebit(ByteWriter writer, Debit debit) {
    BalanceCodec.writeId(writer, debit.balance());
    BalanceCodec.writeAmount(writer, debit.amount());
  }

  private static Debit readDebit(ByteReader reader) {
    return new Debit(BalanceCodec.readId(reader), BalanceCodec.readAmount(reader));
  }

  static void writeClient(ByteWriter writer, PendingClient client) {
    KeyCodec.write(writer, client.answerKey());
    writer.writeString(client.replyTo().node());
    writer.writeVarint(client.replyTo().number());
    writer.writeInstant(client.retainUntil());
  }

  static PendingClient readClient(ByteReader reader) {
    return new PendingClient(
        KeyCodec.read(reader),
        new ReplyAddress(reader.readString(), reader.readVarint()),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Tombstone.Declined tombstone) {
    RefusalCodec.writeReason(writer, tombstone.refusal());
    writer.writeInstant(tombstone.expiresAt());
    RefusalCodec.writeDetails(writer, tombstone.refusal());
  }

  static Tombstone readDeclined(ByteReader reader) {
    Reason reason = RefusalCodec.readReason(reader);
    Instant expiresAt = reader.readInstant();
    return new Tombstone.Declined(RefusalCodec.readDetails(reader, reason), expiresAt);
  }
}
