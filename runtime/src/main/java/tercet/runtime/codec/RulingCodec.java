package tercet.runtime.codec;

import tercet.kernel.command.AbortRuling;
import tercet.kernel.command.Command;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.command.SettleRuling;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Ruling;

/** Wishes of operators and the answers to them, as bytes. The numbers are part of the format. */
final class RulingCodec {
  private static final Tags<RuledOutcome> SETTLEMENTS =
      new Tags<>("settlement", RuledOutcome.values(), RulingCodec::number);

  private static final Tags<AbortRuling> ABORTS =
      new Tags<>("ruling", AbortRuling.values(), RulingCodec::number);

  private static final Tags<SettleRuling> SETTLES =
      new Tags<>("ruling", SettleRuling.values(), RulingCodec::number);

  private RulingCodec() {}

  static void write(ByteWriter writer, Ruling ruling) {
    writer.writeByte(RecordType.RULING.number);
    write(writer, ruling.settlement());
  }

  static Ruling readRecord(ByteReader reader) {
    return new Ruling(readSettlement(reader));
  }

  static void write(ByteWriter writer, Command.Settle settle) {
    writer.writeString(settle.order().value());
    writer.writeString(settle.transaction().value());
    writer.writeVarint(settle.generation());
    writer.writeVarint(settle.incarnation());
    write(writer, settle.settlement());
  }

  static Command.Settle readCommand(ByteReader reader) {
    return new Command.Settle(
        new OrderId(reader.readString()),
        new TransactionId(reader.readString()),
        reader.readVarint(),
        reader.readVarint(),
        readSettlement(reader));
  }

  private static void write(ByteWriter writer, RuledOutcome settlement) {
    writer.writeByte(number(settlement));
  }

  private static RuledOutcome readSettlement(ByteReader reader) {
    return SETTLEMENTS.read(reader);
  }

  static void write(ByteWriter writer, AbortRuling ruling) {
    writer.writeByte(number(ruling));
  }

  static AbortRuling readAbort(ByteReader reader) {
    return ABORTS.read(reader);
  }

  static void write(ByteWriter writer, SettleRuling ruling) {
    writer.writeByte(number(ruling));
  }

  static SettleRuling readSettle(ByteReader reader) {
    return SETTLES.read(reader);
  }

  private static int number(RuledOutcome settlement) {
    return switch (settlement) {
      case PAID -> 0;
      case UNPAID -> 1;
      case CLOSED -> 2;
    };
  }

  private static int number(AbortRuling ruling) {
    return switch (ruling) {
      case ABORTED -> 0;
      case ABORTED_BEFORE -> 1;
      case PAID -> 2;
      case NOT_OPEN -> 3;
      case PARTICIPANTS_DECIDE -> 4;
      case REPORTS_DECIDE -> 5;
    };
  }

  private static int number(SettleRuling ruling) {
    return switch (ruling) {
      case SETTLED -> 0;
      case SETTLED_BEFORE -> 1;
      case SETTLED_OTHERWISE -> 2;
      case OPEN -> 3;
      case ORDER_PAID -> 4;
      case ORDER_NOT_PAID -> 5;
      case IN_DOUBT -> 6;
      case ONLY_CLOSED -> 7;
      case WAITING -> 8;
      case CANCEL_AGAIN -> 9;
      case ORDER_BUSY -> 10;
    };
  }
}
