package tercet.runtime.codec;

import java.time.Instant;
import java.util.List;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.choreography.Voted;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.ShardId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;

/** Choreographed sagas as bytes: the records of both sides, and the messages. */
final class ChoreographyCodec {
  /** The types of messages; the numbers are part of the format. */
  private enum Type {
    DEBIT(1),
    VOTE_YES(2),
    DECLINED(3),
    VOTE_REQUEST(4),
    VOTE_ACK(5),
    COMMITTED(6);

    private static final Tags<Type> TAGS =
        new Tags<>("message of a choreography", values(), t -> t.number);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private ChoreographyCodec() {}

  static void write(ByteWriter writer, Choreography open) {
    writer.writeByte(RecordType.CHOREOGRAPHY.number);
    TransactionCodec.write(writer, open.transaction());
    writer.writeList(open.waiters(), TransactionCodec::writeClient);
    writer.writeList(open.awaiting(), ShardCodec::write);
    writer.writeVarint(open.sends());
    writer.writeInstant(open.wakeAt());
  }

  static Choreography readOpen(ByteReader reader, long incarnation) {
    return new Choreography(
        TransactionCodec.read(reader, incarnation),
        reader.readList(TransactionCodec::readClient),
        reader.readList(ShardCodec::read),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Voted branch) {
    new BranchStart(branch.origin(), branch.held()).write(writer, RecordType.CHOREOGRAPHY_VOTED);
    writer.writeList(branch.taken(), BalanceCodec::writeTaken);
    writer.writeList(branch.awaiting(), ShardCodec::write);
    writer.writeList(branch.unheard(), ShardCodec::write);
    writer.writeInstant(branch.deadline());
    writer.writeVarint(branch.sends());
    writer.writeInstant(branch.wakeAt());
  }

  static Voted readVoted(ByteReader reader, BranchStart start) {
    return new Voted(
        start.origin(),
        reader.readList(BalanceCodec::readTaken),
        start.whole(),
        reader.readList(ShardCodec::read),
        reader.readList(ShardCodec::read),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, ChoreographyMessage message) {
    switch (message) {
      case ChoreographyMessage.Debit debit -> {
        MessageParts.writeStart(writer, Type.DEBIT.number, debit);
        ShardCodec.write(writer, debit.origin().shard());
        TransactionCodec.writeBranch(writer, debit.branch());
        writer.writeList(debit.participants(), ShardCodec::write);
        writer.writeInstant(debit.validUntil());
        writer.writeInstant(debit.deadline());
        TransactionCodec.writeRest(writer, debit.origin());
      }
      case ChoreographyMessage.VoteYes yes -> {
        MessageParts.writeStart(writer, Type.VOTE_YES.number, yes);
        MessageParts.writeEnds(writer, yes.to(), yes.from());
        writer.writeBoolean(yes.heard());
        writer.writeVarint(yes.incarnation());
      }
      case ChoreographyMessage.Declined declined -> {
        MessageParts.writeStart(writer, Type.DECLINED.number, declined);
        MessageParts.writeEnds(writer, declined.to(), declined.from());
        RefusalCodec.writeReason(writer, declined.refusal());
        writer.writeInstant(declined.noneValidAfter());
        RefusalCodec.writeDetails(writer, declined.refusal());
      }
      case ChoreographyMessage.VoteRequest request -> {
        MessageParts.writeStart(writer, Type.VOTE_REQUEST.number, request);
        MessageParts.writeEnds(writer, request.to(), request.from());
        writer.writeInstant(request.noneValidAfter());
        writer.writeVarint(request.incarnation());
      }
      case ChoreographyMessage.VoteAck heard -> {
        MessageParts.writeStart(writer, Type.VOTE_ACK.number, heard);
        MessageParts.writeEnds(writer, heard.to(), heard.from());
      }
      case ChoreographyMessage.Committed committed -> {
        MessageParts.writeStart(writer, Type.COMMITTED.number, committed);
        MessageParts.writeEnds(writer, committed.to(), committed.from());
        TransactionCodec.writeRest(writer, committed.origin());
      }
    }
  }

  /** Older versions send none. */
  private static long incarnation(ByteReader reader) {
    return reader.remaining() > 0 ? reader.readVarint() : 0;
  }

  static ChoreographyMessage readMessage(ByteReader reader) {
    Type type = Type.TAGS.read(reader);
    MessageParts start = MessageParts.readStart(reader);
    return switch (type) {
      case DEBIT -> {
        ShardId shard = ShardCodec.read(reader);
        Branch branch = TransactionCodec.readBranch(reader);
        List<ShardId> all = reader.readList(ShardCodec::read);
        Instant validUntil = reader.readInstant();
        Instant deadline = reader.readInstant();
        Origin origin = TransactionCodec.readRest(reader, start.order(), shard);
        yield new ChoreographyMessage.Debit(
            start.transaction(), origin, branch, all, validUntil, deadline);
      }
      case VOTE_YES -> {
        ShardId to = ShardCodec.read(reader);
        ShardId from = ShardCodec.read(reader);
        boolean heard = reader.readBoolean();
        yield new ChoreographyMessage.VoteYes(
            start.transaction(), start.order(), to, from, incarnation(reader), heard);
      }
      case DECLINED -> {
        ShardId to = ShardCodec.read(reader);
        ShardId from = ShardCodec.read(reader);
        Reason reason = RefusalCodec.readReason(reader);
        Instant noneValidAfter = reader.readInstant();
        Refusal refusal = RefusalCodec.readDetails(reader, reason);
        yield new ChoreographyMessage.Declined(
            start.transaction(), start.order(), to, from, refusal, noneValidAfter);
      }
      case VOTE_REQUEST -> {
        ShardId to = ShardCodec.read(reader);
        ShardId from = ShardCodec.read(reader);
        Instant noneValidAfter = reader.readInstant();
        yield new ChoreographyMessage.VoteRequest(
            start.transaction(), start.order(), to, from, incarnation(reader), noneValidAfter);
      }
      case VOTE_ACK -> start.readAcknowledgement(reader, ChoreographyMessage.VoteAck::new);
      case COMMITTED -> {
        ShardId to = ShardCodec.read(reader);
        ShardId from = ShardCodec.read(reader);
        Origin origin = TransactionCodec.readRest(reader, start.order(), to);
        yield new ChoreographyMessage.Committed(start.transaction(), origin, from);
      }
    };
  }
}
