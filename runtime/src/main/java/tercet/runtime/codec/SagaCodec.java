package tercet.runtime.codec;

import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.StepOrder;

/** Sagas as bytes: the records of both sides, and their messages. */
final class SagaCodec {
  private static final Tags<StepOrder> STEP_ORDERS =
      new Tags<>("order of steps", StepOrder.values(), StepOrder::number);

  /** The types of messages; the numbers are part of the format. */
  private enum Type {
    DEBIT(1),
    COMPENSATE(2),
    COMPLETE(3),
    DEBITED(4),
    DECLINED(5),
    COMPENSATED(6);

    private static final Tags<Type> TAGS = new Tags<>("message of a saga", values(), t -> t.number);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private SagaCodec() {}

  static void write(ByteWriter writer, Saga open) {
    switch (open) {
      case Saga.Debiting saga -> {
        writer.writeByte(RecordType.SAGA_DEBITING.number);
        TransactionCodec.write(writer, saga.transaction());
        writer.writeList(saga.waiters(), TransactionCodec::writeClient);
        writer.writeByte(saga.stepOrder().number());
        writer.writeVarint(saga.step());
        writer.writeList(saga.awaiting(), ShardCodec::write);
        writer.writeInstant(saga.noneValidAfter());
        writer.writeVarint(saga.sends());
        writer.writeInstant(saga.wakeAt());
      }
      case Saga.Compensating saga -> {
        writer.writeByte(RecordType.SAGA_COMPENSATING.number);
        TransactionCodec.writeRollback(writer, saga, saga.wakeAt());
      }
    }
  }

  static Saga.Debiting readDebiting(ByteReader reader, long incarnation) {
    return new Saga.Debiting(
        TransactionCodec.read(reader, incarnation),
        reader.readList(TransactionCodec::readClient),
        STEP_ORDERS.read(reader),
        reader.readCount(),
        reader.readList(ShardCodec::read),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static Saga.Compensating readCompensating(ByteReader reader, long incarnation) {
    return TransactionCodec.readRollback(reader, incarnation, Saga.Compensating::new);
  }

  static void write(ByteWriter writer, Debited branch) {
    new BranchStart(branch.origin(), branch.held()).write(writer, RecordType.SAGA_DEBITED);
    writer.writeList(branch.taken(), BalanceCodec::writeTaken);
    writer.writeInstant(branch.deadline());
    writer.writeVarint(branch.votes());
    writer.writeInstant(branch.wakeAt());
  }

  static Debited readDebited(ByteReader reader, BranchStart start) {
    return new Debited(
        start.origin(),
        reader.readList(BalanceCodec::readTaken),
        start.whole(),
        reader.readInstant(),
        reader.readCount(),
        reader.readInstant());
  }

  static void write(ByteWriter writer, SagaMessage message) {
    switch (message) {
      case SagaMessage.Debit debit -> {
        MessageParts.writeStart(writer, Type.DEBIT.number, debit);
        MessageParts.writeAsk(
            writer, debit.origin(), debit.branch(), debit.validUntil(), debit.deadline());
      }
      case SagaMessage.Compensate compensate -> {
        MessageParts.writeStart(writer, Type.COMPENSATE.number, compensate);
        MessageParts.writeUndo(
            writer, compensate.coordinator(), compensate.branch(), compensate.noneValidAfter());
      }
      case SagaMessage.Complete complete -> {
        MessageParts.writeStart(writer, Type.COMPLETE.number, complete);
        MessageParts.writeOutcome(writer, complete.to(), complete.noneValidAfter());
      }
      case SagaMessage.Debited debited -> {
        MessageParts.writeStart(writer, Type.DEBITED.number, debited);
        MessageParts.writeVote(writer, debited.origin(), debited.from(), debited.deadline());
      }
      case SagaMessage.Declined declined -> {
        MessageParts.writeStart(writer, Type.DECLINED.number, declined);
        MessageParts.writeDecline(writer, declined.to(), declined.from(), declined.refusal());
      }
      case SagaMessage.Compensated compensated -> {
        MessageParts.writeStart(writer, Type.COMPENSATED.number, compensated);
        MessageParts.writeEnds(writer, compensated.to(), compensated.from());
      }
    }
  }

  static SagaMessage readMessage(ByteReader reader) {
    Type type = Type.TAGS.read(reader);
    MessageParts start = MessageParts.readStart(reader);
    return switch (type) {
      case DEBIT -> start.readAsk(reader, SagaMessage.Debit::new);
      case COMPENSATE -> start.readUndo(reader, SagaMessage.Compensate::new);
      case COMPLETE -> start.readOutcome(reader, SagaMessage.Complete::new);
      case DEBITED -> start.readVote(reader, SagaMessage.Debited::new);
      case DECLINED -> start.readDecline(reader, SagaMessage.Declined::new);
      case COMPENSATED -> start.readAcknowledgement(reader, SagaMessage.Compensated::new);
    };
  }
}
