package tercet.runtime.codec;

import tercet.kernel.OrderId;
import tercet.kernel.saga.Participation;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.StepOrder;

/** Both sides of a saga as bytes. */
final class SagaCodec {
  private static final Tags<StepOrder> STEP_ORDERS =
      new Tags<>("order of steps", StepOrder.values(), StepOrder::number);

  private SagaCodec() {}

  static void write(ByteWriter writer, Saga.Debiting saga) {
    TransactionCodec.write(writer, saga.transaction());
    writer.writeList(saga.waiters(), TransactionCodec::writeWaiter);
    writer.writeByte(saga.stepOrder().number());
    writer.writeVarint(saga.step());
    writer.writeList(saga.awaiting(), ShardCodec::write);
    writer.writeInstant(saga.quietAfter());
    writer.writeVarint(saga.sends());
    writer.writeInstant(saga.wakeAt());
  }

  static Saga.Debiting readDebiting(ByteReader reader) {
    return new Saga.Debiting(
        TransactionCodec.read(reader),
        reader.readList(TransactionCodec::readWaiter),
        STEP_ORDERS.read(reader),
        reader.readCount(),
        reader.readList(ShardCodec::read),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Saga.Undoing saga) {
    TransactionCodec.write(writer, saga.transaction());
    writer.writeList(saga.waiters(), TransactionCodec::writeWaiter);
    RefusalCodec.write(writer, saga.refusal());
    writer.writeList(saga.awaiting(), ShardCodec::write);
    writer.writeInstant(saga.quietAfter());
    writer.writeVarint(saga.sends());
    writer.writeInstant(saga.wakeAt());
  }

  static Saga.Undoing readUndoing(ByteReader reader) {
    return new Saga.Undoing(
        TransactionCodec.read(reader),
        reader.readList(TransactionCodec::readWaiter),
        RefusalCodec.read(reader),
        reader.readList(ShardCodec::read),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Participation.Debited participation) {
    writer.writeString(participation.order().value());
    ShardCodec.write(writer, participation.coordinator());
    writer.writeList(participation.taken(), SagaCodec::writeTaken);
    writer.writeInstant(participation.deadline());
    writer.writeVarint(participation.votes());
    writer.writeInstant(participation.wakeAt());
  }

  static Participation.Debited readDebited(ByteReader reader) {
    return new Participation.Debited(
        new OrderId(reader.readString()),
        ShardCodec.read(reader),
        reader.readList(SagaCodec::readTaken),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  private static void writeTaken(ByteWriter writer, Participation.Taken taken) {
    BalanceCodec.writeId(writer, taken.balance());
    BalanceCodec.writeAmount(writer, taken.amount());
    writer.writeFixed(taken.generation());
  }

  private static Participation.Taken readTaken(ByteReader reader) {
    return new Participation.Taken(
        BalanceCodec.readId(reader), BalanceCodec.readAmount(reader), reader.readFixed());
  }

  static void write(ByteWriter writer, Participation.Declined participation) {
    RefusalCodec.write(writer, participation.refusal());
    writer.writeInstant(participation.expiresAt());
  }

  static Participation.Declined readDeclined(ByteReader reader) {
    return new Participation.Declined(RefusalCodec.read(reader), reader.readInstant());
  }

  static void write(ByteWriter writer, Participation.Settled participation) {
    writer.writeInstant(participation.expiresAt());
  }

  static Participation.Settled readSettled(ByteReader reader) {
    return new Participation.Settled(reader.readInstant());
  }
}
