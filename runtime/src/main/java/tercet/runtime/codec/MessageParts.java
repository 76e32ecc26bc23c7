package tercet.runtime.codec;

import java.time.Instant;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Message;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;

/**
 * The common parts of messages of several protocols, as bytes: the start of every message, then
 * fields that stand in the same order in several messages. A message that gains a field writes and
 * reads it after these, at its end.
 *
 * @param transaction that the message is about
 * @param order of the transaction
 */
record MessageParts(TransactionId transaction, OrderId order) {
  /** A message that asks a participant to do its branch. */
  interface Ask<M> {
    M of(
        TransactionId transaction,
        Origin origin,
        Branch branch,
        Instant validUntil,
        Instant deadline);
  }

  /** A participant's yes. */
  interface Vote<M> {
    M of(TransactionId transaction, Origin origin, ShardId from, Instant deadline);
  }

  /** A participant's no. */
  interface Decline<M> {
    M of(TransactionId transaction, OrderId order, ShardId to, ShardId from, Refusal refusal);
  }

  /** A message that says nothing but that something is done or heard. */
  interface Acknowledgement<M> {
    M of(TransactionId transaction, OrderId order, ShardId to, ShardId from);
  }

  /** A message that asks a participant to give back what it took. */
  interface Undo<M> {
    M of(
        TransactionId transaction,
        OrderId order,
        ShardId coordinator,
        Branch branch,
        Instant noneValidAfter);
  }

  /** An outcome that is not answered. */
  interface Outcome<M> {
    M of(TransactionId transaction, OrderId order, ShardId to, Instant noneValidAfter);
  }

  /** Its type, its transaction and its order. */
  static void writeStart(ByteWriter writer, int number, Message message) {
    writer.writeByte(number);
    writer.writeString(message.transaction().value());
    writer.writeString(message.order().value());
  }

  /** Reads the bytes after the number of the message. */
  static MessageParts readStart(ByteReader reader) {
    return new MessageParts(
        new TransactionId(reader.readString()), new OrderId(reader.readString()));
  }

  static void writeAsk(
      ByteWriter writer, Origin origin, Branch branch, Instant validUntil, Instant deadline) {
    ShardCodec.write(writer, origin.shard());
    TransactionCodec.writeBranch(writer, branch);
    writer.writeInstant(validUntil);
    writer.writeInstant(deadline);
    TransactionCodec.writeRest(writer, origin);
  }

  <M> M readAsk(ByteReader reader, Ask<M> message) {
    ShardId shard = ShardCodec.read(reader);
    Branch branch = TransactionCodec.readBranch(reader);
    Instant validUntil = reader.readInstant();
    Instant deadline = reader.readInstant();
    Origin origin = TransactionCodec.readRest(reader, order, shard);
    return message.of(transaction, origin, branch, validUntil, deadline);
  }

  static void writeVote(ByteWriter writer, Origin origin, ShardId from, Instant deadline) {
    writeEnds(writer, origin.shard(), from);
    writer.writeInstant(deadline);
    TransactionCodec.writeRest(writer, origin);
  }

  <M> M readVote(ByteReader reader, Vote<M> message) {
    ShardId shard = ShardCodec.read(reader);
    ShardId from = ShardCodec.read(reader);
    Instant deadline = reader.readInstant();
    Origin origin = TransactionCodec.readRest(reader, order, shard);
    return message.of(transaction, origin, from, deadline);
  }

  static void writeDecline(ByteWriter writer, ShardId to, ShardId from, Refusal refusal) {
    writeEnds(writer, to, from);
    RefusalCodec.write(writer, refusal);
  }

  <M> M readDecline(ByteReader reader, Decline<M> message) {
    return message.of(
        transaction,
        order,
        ShardCodec.read(reader),
        ShardCodec.read(reader),
        RefusalCodec.read(reader));
  }

  /** Whom it is for and who says it: all that an acknowledgement has. */
  static void writeEnds(ByteWriter writer, ShardId to, ShardId from) {
    ShardCodec.write(writer, to);
    ShardCodec.write(writer, from);
  }

  <M> M readAcknowledgement(ByteReader reader, Acknowledgement<M> message) {
    return message.of(transaction, order, ShardCodec.read(reader), ShardCodec.read(reader));
  }

  static void writeUndo(
      ByteWriter writer, ShardId coordinator, Branch branch, Instant noneValidAfter) {
    ShardCodec.write(writer, coordinator);
    TransactionCodec.writeBranch(writer, branch);
    writer.writeInstant(noneValidAfter);
  }

  <M> M readUndo(ByteReader reader, Undo<M> message) {
    return message.of(
        transaction,
        order,
        ShardCodec.read(reader),
        TransactionCodec.readBranch(reader),
        reader.readInstant());
  }

  static void writeOutcome(ByteWriter writer, ShardId to, Instant noneValidAfter) {
    ShardCodec.write(writer, to);
    writer.writeInstant(noneValidAfter);
  }

  <M> M readOutcome(ByteReader reader, Outcome<M> message) {
    return message.of(transaction, order, ShardCodec.read(reader), reader.readInstant());
  }
}
