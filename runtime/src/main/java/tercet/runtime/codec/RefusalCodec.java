package tercet.runtime.codec;

import tercet.kernel.command.Refusal;

/** {@link Refusal} as a byte. */
final class RefusalCodec {
  private static final Tags<Refusal> REFUSALS =
      new Tags<>("refusal", Refusal.values(), RefusalCodec::number);

  private RefusalCodec() {}

  private static int number(Refusal refusal) {
    return switch (refusal) {
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
    };
  }

  static void write(ByteWriter writer, Refusal refusal) {
    writer.writeByte(number(refusal));
  }

  static Refusal read(ByteReader reader) {
    return REFUSALS.read(reader);
  }
}
