package tercet.runtime.codec;

import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;

/**
 * {@link Refusal} as bytes: its reason, and its details at the end of what holds it, because older
 * versions have none.
 */
final class RefusalCodec {
  private static final Tags<Reason> REASONS =
      new Tags<>("refusal", Reason.values(), RefusalCodec::number);

  private static final int SHORTAGE = 1;
  private static final int UNKNOWN = 2;
  private static final int COSTLIER = 3;

  private RefusalCodec() {}

  private static int number(Reason reason) {
    return switch (reason) {
      case UNKNOWN_ITEM -> 0;
      case UNKNOWN_USER -> 1;
      case UNKNOWN_ORDER -> 2;
      case OUT_OF_STOCK -> 3;
      case OUT_OF_CREDIT -> 4;
      case AMOUNT_TOO_LARGE -> 5;
      case TOO_MANY_LINES -> 6;
      case ORDER_PAID -> 7;
      case CHECKOUT_IN_PROGRESS -> 8;
      case ORDER_CHANGED -> 9;
      case DEADLINE_EXCEEDED -> 10;
      case IDEMPOTENCY_KEY_REUSED -> 11;
      case NOT_IN_ORDER -> 12;
      case ORDER_NOT_PAID -> 13;
      case ORDER_CANCELLED -> 14;
      case PRICE_CHANGED -> 15;
      case ORDER_RESERVED -> 16;
      case TOO_MANY_RESERVATIONS -> 17;
      case TOO_MANY_HOLDS -> 18;
      case RESERVED_TOO_LONG -> 19;
    };
  }

  /** Writes reason and details, at the end of a message. */
  static void write(ByteWriter writer, Refusal refusal) {
    writeReason(writer, refusal);
    writeDetails(writer, refusal);
  }

  /** Reads the end of a message. */
  static Refusal read(ByteReader reader) {
    return readDetails(reader, readReason(reader));
  }

  static void writeReason(ByteWriter writer, Refusal refusal) {
    writer.writeByte(number(refusal.reason()));
  }

  static Reason readReason(ByteReader reader) {
    return REASONS.read(reader);
  }

  /** Writes the details after their size, which is 0 if there are none. */
  static void writeDetails(ByteWriter writer, Refusal refusal) {
    switch (refusal) {
      case Reason plain -> writer.writeVarint(0);
      case Refusal.Shortage shortage -> writer.writeSized(shortage, RefusalCodec::writeShortage);
      case Refusal.Unknown unknown -> writer.writeSized(unknown, RefusalCodec::writeUnknown);
      case Refusal.Costlier costlier -> writer.writeSized(costlier, RefusalCodec::writeCostlier);
    }
  }

  private static void writeShortage(ByteWriter writer, Refusal.Shortage shortage) {
    writer.writeByte(SHORTAGE);
    BalanceCodec.writeId(writer, shortage.balance());
    BalanceCodec.writeAmount(writer, shortage.wanted());
    BalanceCodec.writeAmount(writer, shortage.left());
  }

  private static void writeCostlier(ByteWriter writer, Refusal.Costlier costlier) {
    writer.writeByte(COSTLIER);
    BalanceCodec.writeAmount(writer, costlier.total());
    BalanceCodec.writeAmount(writer, costlier.max());
  }

  private static void writeUnknown(ByteWriter writer, Refusal.Unknown unknown) {
    writer.writeByte(UNKNOWN);
    BalanceCodec.writeId(writer, unknown.balance());
  }

  /**
   * Reads the details, if there are any. Those that only a newer version knows are passed over.
   *
   * @param reason as it was read before
   */
  static Refusal readDetails(ByteReader reader, Reason reason) {
    if (reader.remaining() == 0) {
      return reason;
    }
    int size = reader.readCount();
    return size == 0 ? reason : reader.readWithin(size, inside -> details(inside, reason));
  }

  private static Refusal details(ByteReader reader, Reason reason) {
    int kind = reader.readByte();
    if (kind == SHORTAGE) {
      return new Refusal.Shortage(
          BalanceCodec.readId(reader),
          BalanceCodec.readAmount(reader),
          BalanceCodec.readAmount(reader));
    }
    if (kind == COSTLIER) {
      return new Refusal.Costlier(BalanceCodec.readAmount(reader), BalanceCodec.readAmount(reader));
    }
    return kind == UNKNOWN ? new Refusal.Unknown(BalanceCodec.readId(reader)) : reason;
  }
}
