package tercet.runtime.codec;

import tercet.kernel.Stored;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Item;
import tercet.kernel.command.Answered;
import tercet.kernel.command.Claimed;
import tercet.kernel.order.Order;
import tercet.kernel.saga.Participation;
import tercet.kernel.saga.Saga;

/** {@link Stored} as bytes. The first byte says what it is, and is never 0. */
public final class RecordCodec {
  /** What a record is; the numbers are part of the stored format. */
  private enum Type {
    ITEM(1),
    ACCOUNT(2),
    ORDER_UNPAID(3),
    ORDER_PAID(4),
    SAGA_DEBITING(5),
    SAGA_UNDOING(6),
    PARTICIPATION_DEBITED(7),
    PARTICIPATION_DECLINED(8),
    PARTICIPATION_SETTLED(9),
    ANSWERED(10),
    CLAIMED(11);

    private static final Tags<Type> TAGS = new Tags<>("type of record", values(), t -> t.number);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private RecordCodec() {}

  /**
   * Writes a record.
   *
   * @throws IllegalArgumentException if a text in it is no text; see {@link ByteWriter#writeString}
   */
  public static void write(ByteWriter writer, Stored stored) {
    switch (stored) {
      case Item item -> {
        writer.writeByte(Type.ITEM.number);
        BalanceCodec.write(writer, item);
      }
      case Account account -> {
        writer.writeByte(Type.ACCOUNT.number);
        BalanceCodec.write(writer, account);
      }
      case Order.Paid order -> {
        writer.writeByte(Type.ORDER_PAID.number);
        OrderCodec.write(writer, order);
      }
      case Order.Unpaid order -> {
        writer.writeByte(Type.ORDER_UNPAID.number);
        OrderCodec.write(writer, order);
      }
      case Answered answered -> {
        writer.writeByte(Type.ANSWERED.number);
        AnswerCodec.write(writer, answered.answer());
        writer.writeInstant(answered.expiresAt());
      }
      case Claimed claimed -> {
        writer.writeByte(Type.CLAIMED.number);
        writer.writeString(claimed.fingerprint());
        writer.writeString(claimed.command());
        writer.writeInstant(claimed.expiresAt());
      }
      case Stored.Open open -> writeOpen(writer, open);
      case Stored.Closed closed -> writeClosed(writer, closed);
    }
  }

  private static void writeOpen(ByteWriter writer, Stored.Open open) {
    switch (open) {
      case Saga.Debiting saga -> {
        writer.writeByte(Type.SAGA_DEBITING.number);
        SagaCodec.write(writer, saga);
      }
      case Saga.Undoing saga -> {
        writer.writeByte(Type.SAGA_UNDOING.number);
        SagaCodec.write(writer, saga);
      }
      case Participation.Debited participation -> {
        writer.writeByte(Type.PARTICIPATION_DEBITED.number);
        SagaCodec.write(writer, participation);
      }
      case Stored.Open other -> throw unknown(other);
    }
  }

  private static void writeClosed(ByteWriter writer, Stored.Closed closed) {
    switch (closed) {
      case Participation.Settled participation -> {
        writer.writeByte(Type.PARTICIPATION_SETTLED.number);
        SagaCodec.write(writer, participation);
      }
      case Participation.Declined participation -> {
        writer.writeByte(Type.PARTICIPATION_DECLINED.number);
        SagaCodec.write(writer, participation);
      }
      case Stored.Closed other -> throw unknown(other);
    }
  }

  private static IllegalArgumentException unknown(Stored stored) {
    return new IllegalArgumentException("no bytes are defined for " + stored.getClass());
  }

  /**
   * Reads a record.
   *
   * @throws MalformedBytesException if it is none
   */
  public static Stored read(ByteReader reader) {
    Type type = Type.TAGS.read(reader);
    try {
      return read(type, reader);
    } catch (IllegalArgumentException e) { // of a record that refuses such a value
      throw new MalformedBytesException("Malformed, or no " + type + ": " + e.getMessage(), e);
    }
  }

  private static Stored read(Type type, ByteReader reader) {
    return switch (type) {
      case ITEM -> BalanceCodec.readItem(reader);
      case ACCOUNT -> BalanceCodec.readAccount(reader);
      case ORDER_UNPAID -> OrderCodec.readUnpaid(reader);
      case ORDER_PAID -> OrderCodec.readPaid(reader);
      case SAGA_DEBITING -> SagaCodec.readDebiting(reader);
      case SAGA_UNDOING -> SagaCodec.readUndoing(reader);
      case PARTICIPATION_DEBITED -> SagaCodec.readDebited(reader);
      case PARTICIPATION_DECLINED -> SagaCodec.readDeclined(reader);
      case PARTICIPATION_SETTLED -> SagaCodec.readSettled(reader);
      case ANSWERED -> new Answered(AnswerCodec.read(reader), reader.readInstant());
      case CLAIMED -> new Claimed(reader.readString(), reader.readString(), reader.readInstant());
    };
  }
}
