package tercet.runtime.codec;

import tercet.kernel.Stored;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Item;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.choreography.Voted;
import tercet.kernel.command.Answered;
import tercet.kernel.command.Claimed;
import tercet.kernel.order.Order;
import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Released;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;
import tercet.kernel.twophase.TwoPhase;

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
    SAGA_DEBITED(7),
    DECLINED(8),
    SETTLED(9),
    ANSWERED(10),
    CLAIMED(11),
    TCC_TRYING(12),
    TCC_CANCELLING(13),
    TCC_HELD(14),
    TCC_RELEASED(15),
    TWO_PHASE_PREPARING(16),
    TWO_PHASE_COMMITTING(17),
    TWO_PHASE_QUEUED(18),
    TWO_PHASE_PREPARED(19),
    CHOREOGRAPHY(20),
    CHOREOGRAPHY_VOTED(21),
    CLAIMED_ITEM(22),
    CLAIMED_ACCOUNT(23);

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
      case Item item when item.isFree() -> {
        writer.writeByte(Type.ITEM.number);
        BalanceCodec.writeFree(writer, item);
      }
      case Item item -> {
        writer.writeByte(Type.CLAIMED_ITEM.number);
        BalanceCodec.writeClaimed(writer, item);
      }
      case Account account when account.isFree() -> {
        writer.writeByte(Type.ACCOUNT.number);
        BalanceCodec.writeFree(writer, account);
      }
      case Account account -> {
        writer.writeByte(Type.CLAIMED_ACCOUNT.number);
        BalanceCodec.writeClaimed(writer, account);
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
      case Tombstone tombstone -> writeTombstone(writer, tombstone);
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
      case Debited part -> {
        writer.writeByte(Type.SAGA_DEBITED.number);
        SagaCodec.write(writer, part);
      }
      case Tcc.Trying tcc -> {
        writer.writeByte(Type.TCC_TRYING.number);
        TccCodec.write(writer, tcc);
      }
      case Tcc.Cancelling tcc -> {
        writer.writeByte(Type.TCC_CANCELLING.number);
        TccCodec.write(writer, tcc);
      }
      case Held part -> {
        writer.writeByte(Type.TCC_HELD.number);
        TccCodec.write(writer, part);
      }
      case TwoPhase.Preparing twoPhase -> {
        writer.writeByte(Type.TWO_PHASE_PREPARING.number);
        TwoPhaseCodec.write(writer, twoPhase);
      }
      case TwoPhase.Committing twoPhase -> {
        writer.writeByte(Type.TWO_PHASE_COMMITTING.number);
        TwoPhaseCodec.write(writer, twoPhase);
      }
      case Queued part -> {
        writer.writeByte(Type.TWO_PHASE_QUEUED.number);
        TwoPhaseCodec.write(writer, part);
      }
      case Prepared part -> {
        writer.writeByte(Type.TWO_PHASE_PREPARED.number);
        TwoPhaseCodec.write(writer, part);
      }
      case Choreography choreography -> {
        writer.writeByte(Type.CHOREOGRAPHY.number);
        ChoreographyCodec.write(writer, choreography);
      }
      case Voted part -> {
        writer.writeByte(Type.CHOREOGRAPHY_VOTED.number);
        ChoreographyCodec.write(writer, part);
      }
    }
  }

  private static void writeTombstone(ByteWriter writer, Tombstone tombstone) {
    switch (tombstone) {
      case Tombstone.Settled settled -> {
        writer.writeByte(Type.SETTLED.number);
        writer.writeInstant(settled.expiresAt());
      }
      case Tombstone.Declined declined -> {
        writer.writeByte(Type.DECLINED.number);
        TransactionCodec.write(writer, declined);
      }
      case Released released -> {
        writer.writeByte(Type.TCC_RELEASED.number);
        TccCodec.write(writer, released);
      }
    }
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
      case ITEM -> BalanceCodec.readFreeItem(reader);
      case CLAIMED_ITEM -> BalanceCodec.readClaimedItem(reader);
      case ACCOUNT -> BalanceCodec.readFreeAccount(reader);
      case CLAIMED_ACCOUNT -> BalanceCodec.readClaimedAccount(reader);
      case ORDER_UNPAID -> OrderCodec.readUnpaid(reader);
      case ORDER_PAID -> OrderCodec.readPaid(reader);
      case SAGA_DEBITING -> SagaCodec.readDebiting(reader);
      case SAGA_UNDOING -> SagaCodec.readUndoing(reader);
      case SAGA_DEBITED -> SagaCodec.readDebited(reader);
      case TCC_TRYING -> TccCodec.readTrying(reader);
      case TCC_CANCELLING -> TccCodec.readCancelling(reader);
      case TCC_HELD -> TccCodec.readHeld(reader);
      case TCC_RELEASED -> TccCodec.readReleased(reader);
      case TWO_PHASE_PREPARING -> TwoPhaseCodec.readPreparing(reader);
      case TWO_PHASE_COMMITTING -> TwoPhaseCodec.readCommitting(reader);
      case TWO_PHASE_QUEUED -> TwoPhaseCodec.readQueued(reader);
      case TWO_PHASE_PREPARED -> TwoPhaseCodec.readPrepared(reader);
      case CHOREOGRAPHY -> ChoreographyCodec.readOpen(reader);
      case CHOREOGRAPHY_VOTED -> ChoreographyCodec.readVoted(reader);
      case DECLINED -> TransactionCodec.readDeclined(reader);
      case SETTLED -> new Tombstone.Settled(reader.readInstant());
      case ANSWERED -> new Answered(AnswerCodec.read(reader), reader.readInstant());
      case CLAIMED -> new Claimed(reader.readString(), reader.readString(), reader.readInstant());
    };
  }
}
