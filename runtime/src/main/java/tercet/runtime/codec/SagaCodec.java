package tercet.runtime.codec;

import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.transaction.Origin;

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
    writer.writeInstant(saga.noneValidAfter());
    writer.writeVarint(saga.sends());
    writer.writeInstant(saga.wakeAt());
  }

  static Saga.Debiting readDebiting(ByteReader reader, long incarnation) {
    return new Saga.Debiting(
        TransactionCodec.read(reader, incarnation),
        reader.readList(TransactionCodec::readWaiter),
        STEP_ORDERS.read(reader),
        reader.readCount(),
        reader.readList(ShardCodec::read),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Saga.Compensating saga) {
    TransactionCodec.write(writer, saga.transaction());
    writer.writeList(saga.waiters(), TransactionCodec::writeWaiter);
    RefusalCodec.write(writer, saga.refusal());
    writer.writeList(saga.awaiting(), ShardCodec::write);
    writer.writeInstant(saga.noneValidAfter());
    writer.writeVarint(saga.sends());
    writer.writeInstant(saga.wakeAt());
  }

  static Saga.Compensating readCompensating(ByteReader reader, long incarnation) {
    return new Saga.Compensating(
        TransactionCodec.read(reader, incarnation),
        reader.readList(TransactionCodec::readWaiter),
        RefusalCodec.read(reader),
        reader.readList(ShardCodec::read),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, Debited branch) {
    writer.writeList(branch.taken(), BalanceCodec::writeTaken);
    writer.writeInstant(branch.deadline());
    writer.writeVarint(branch.votes());
    writer.writeInstant(branch.wakeAt());
  }

  static Debited readDebited(ByteReader reader, Origin origin, boolean held) {
    return new Debited(
        origin,
        reader.readList(BalanceCodec::readTaken),
        held,
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }
}
