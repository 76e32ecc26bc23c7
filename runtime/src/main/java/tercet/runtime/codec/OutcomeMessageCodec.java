package tercet.runtime.codec;

import java.time.Instant;
import tercet.kernel.id.TransactionId;
import tercet.kernel.outcome.OutcomeMessage;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Origin;

/** {@link OutcomeMessage} as bytes: what it is, its transaction and origin, then its own fields. */
final class OutcomeMessageCodec {
  /** What a message is; the numbers are part of the format. */
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

  private OutcomeMessageCodec() {}

  static void write(ByteWriter writer, OutcomeMessage message) {
    writer.writeByte(type(message).number);
    writer.writeString(message.transaction().value());
    TransactionCodec.write(writer, message.origin());
    switch (message) {
      case OutcomeMessage.ToParticipant told -> {
        TransactionCodec.writePart(writer, told.branch());
        writer.writeInstant(told.validUntil());
        writer.writeInstant(told.keptUntil());
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

  static OutcomeMessage read(ByteReader reader) {
    Type type = Type.TAGS.read(reader);
    TransactionId transaction = new TransactionId(reader.readString());
    Origin origin = TransactionCodec.readOrigin(reader);
    return switch (type) {
      case APPLY -> {
        Branch branch = TransactionCodec.readPart(reader);
        Instant validUntil = reader.readInstant();
        yield new OutcomeMessage.Apply(
            transaction, origin, branch, validUntil, reader.readInstant());
      }
      case REVOKE -> {
        Branch branch = TransactionCodec.readPart(reader);
        Instant validUntil = reader.readInstant();
        yield new OutcomeMessage.Revoke(
            transaction, origin, branch, validUntil, reader.readInstant());
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
