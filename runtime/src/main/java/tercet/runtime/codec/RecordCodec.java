package tercet.runtime.codec;

import tercet.kernel.balance.Account;
import tercet.kernel.balance.Item;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.dedupe.IdempotencyRecord;
import tercet.kernel.order.Order;
import tercet.kernel.outcome.Reconciliation;
import tercet.kernel.saga.Saga;
import tercet.kernel.tcc.Released;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.twophase.TwoPhase;

/** {@link StoredRecord} as bytes. The first byte says what it is, and is never 0. */
public final class RecordCodec {
  private RecordCodec() {}

  /**
   * Writes a record.
   *
   * @throws IllegalArgumentException if a text in it is no text; see {@link ByteWriter#writeString}
   */
  public static void write(ByteWriter writer, StoredRecord stored) {
    switch (stored) {
      case Item item when item.isFree() -> {
        writer.writeByte(RecordType.ITEM.number);
        BalanceCodec.writeFree(writer, item);
      }
      case Item item -> {
        writer.writeByte(RecordType.CLAIMED_ITEM.number);
        BalanceCodec.writeClaimed(writer, item);
      }
      case Account account when account.isFree() -> {
        writer.writeByte(RecordType.ACCOUNT.number);
        BalanceCodec.writeFree(writer, account);
      }
      case Account account -> {
        writer.writeByte(RecordType.CLAIMED_ACCOUNT.number);
        BalanceCodec.writeClaimed(writer, account);
      }
      case Order.Paid order -> {
        writer.writeByte(RecordType.ORDER_PAID.number);
        OrderCodec.write(writer, order);
      }
      case Order.Unpaid order -> {
        writer.writeByte(RecordType.ORDER_UNPAID.number);
        OrderCodec.write(writer, order);
      }
      case DedupeRecord answered -> {
        writer.writeByte(RecordType.ANSWERED.number);
        AnswerCodec.write(writer, answered.answer());
        writer.writeInstant(answered.expiresAt());
      }
      case IdempotencyRecord claimed -> {
        writer.writeByte(RecordType.CLAIMED.number);
        writer.writeString(claimed.fingerprint());
        writer.writeString(claimed.command());
        writer.writeInstant(claimed.expiresAt());
      }
      case OpenTransaction open -> {
        long incarnation = open.transaction().incarnation();
        if (incarnation != 0) {
          writer.writeByte(RecordType.TRANSACTION_OF_INCARNATION.number);
          writer.writeVarint(incarnation);
        }
        writeTransaction(writer, open);
      }
      case OpenBranch branch -> BranchCodec.write(writer, branch);
      case Reconciliation outcome -> {
        writer.writeByte(RecordType.OUTCOME_RECONCILIATION.number);
        OutcomeCodec.write(writer, outcome);
      }
      case Tombstone tombstone -> writeTombstone(writer, tombstone);
    }
  }

  private static void writeTransaction(ByteWriter writer, OpenTransaction open) {
    switch (open) {
      case Saga.Debiting saga -> {
        writer.writeByte(RecordType.SAGA_DEBITING.number);
        SagaCodec.write(writer, saga);
      }
      case Saga.Compensating saga -> {
        writer.writeByte(RecordType.SAGA_UNDOING.number);
        SagaCodec.write(writer, saga);
      }
      case Tcc.Trying tcc -> {
        writer.writeByte(RecordType.TCC_TRYING.number);
        TccCodec.write(writer, tcc);
      }
      case Tcc.Cancelling tcc -> {
        writer.writeByte(RecordType.TCC_CANCELLING.number);
        TccCodec.write(writer, tcc);
      }
      case TwoPhase.Preparing twoPhase -> {
        writer.writeByte(RecordType.TWO_PHASE_PREPARING.number);
        TwoPhaseCodec.write(writer, twoPhase);
      }
      case TwoPhase.Committing twoPhase -> {
        writer.writeByte(RecordType.TWO_PHASE_COMMITTING.number);
        TwoPhaseCodec.write(writer, twoPhase);
      }
      case Choreography choreography -> {
        writer.writeByte(RecordType.CHOREOGRAPHY.number);
        ChoreographyCodec.write(writer, choreography);
      }
    }
  }

  private static void writeTombstone(ByteWriter writer, Tombstone tombstone) {
    switch (tombstone) {
      case Tombstone.Settled settled -> {
        writer.writeByte(RecordType.SETTLED.number);
        writer.writeInstant(settled.expiresAt());
      }
      case Tombstone.Declined declined -> {
        writer.writeByte(RecordType.DECLINED.number);
        TransactionCodec.write(writer, declined);
      }
      case Tombstone.Kept kept -> {
        writer.writeByte(RecordType.OUTCOME_KEPT.number);
        OutcomeCodec.write(writer, kept);
      }
      case Released released -> {
        writer.writeByte(RecordType.TCC_RELEASED.number);
        TccCodec.write(writer, released);
      }
    }
  }

  /**
   * Reads a record.
   *
   * @throws MalformedBytesException if it is none
   */
  public static StoredRecord read(ByteReader reader) {
    RecordType type = RecordType.TAGS.read(reader);
    try {
      return read(type, reader);
    } catch (IllegalArgumentException e) { // of a record that refuses such a value
      throw new MalformedBytesException("Malformed, or no " + type + ": " + e.getMessage(), e);
    }
  }

  private static StoredRecord read(RecordType type, ByteReader reader) {
    return switch (type) {
      case ITEM -> BalanceCodec.readFreeItem(reader);
      case CLAIMED_ITEM -> BalanceCodec.readClaimedItem(reader);
      case ACCOUNT -> BalanceCodec.readFreeAccount(reader);
      case CLAIMED_ACCOUNT -> BalanceCodec.readClaimedAccount(reader);
      case ORDER_UNPAID -> OrderCodec.readUnpaid(reader);
      case ORDER_PAID -> OrderCodec.readPaid(reader);
      case TRANSACTION_OF_INCARNATION -> {
        long incarnation = reader.readVarint();
        yield readTransaction(RecordType.TAGS.read(reader), reader, incarnation);
      }
      case SAGA_DEBITING,
          SAGA_UNDOING,
          TCC_TRYING,
          TCC_CANCELLING,
          TWO_PHASE_PREPARING,
          TWO_PHASE_COMMITTING,
          CHOREOGRAPHY ->
          readTransaction(type, reader, 0);
      case PART_OF_ORIGIN -> {
        RecordType branch = RecordType.TAGS.read(reader);
        yield BranchCodec.read(branch, reader, TransactionCodec.readOrigin(reader), true);
      }
      case SAGA_DEBITED, TCC_HELD, TWO_PHASE_QUEUED, TWO_PHASE_PREPARED, CHOREOGRAPHY_VOTED ->
          BranchCodec.read(type, reader, TransactionCodec.readShort(reader), false);
      case OUTCOME_APPLIED -> throw reader.malformed(type + " has no origin");
      case OUTCOME_KEPT -> OutcomeCodec.readKept(reader);
      case OUTCOME_RECONCILIATION -> OutcomeCodec.readReconciliation(reader);
      case TCC_RELEASED -> TccCodec.readReleased(reader);
      case DECLINED -> TransactionCodec.readDeclined(reader);
      case SETTLED -> new Tombstone.Settled(reader.readInstant());
      case ANSWERED -> new DedupeRecord(AnswerCodec.read(reader), reader.readInstant());
      case CLAIMED ->
          new IdempotencyRecord(reader.readString(), reader.readString(), reader.readInstant());
    };
  }

  private static StoredRecord readTransaction(
      RecordType type, ByteReader reader, long incarnation) {
    return switch (type) {
      case SAGA_DEBITING -> SagaCodec.readDebiting(reader, incarnation);
      case SAGA_UNDOING -> SagaCodec.readCompensating(reader, incarnation);
      case TCC_TRYING -> TccCodec.readTrying(reader, incarnation);
      case TCC_CANCELLING -> TccCodec.readCancelling(reader, incarnation);
      case TWO_PHASE_PREPARING -> TwoPhaseCodec.readPreparing(reader, incarnation);
      case TWO_PHASE_COMMITTING -> TwoPhaseCodec.readCommitting(reader, incarnation);
      case CHOREOGRAPHY -> ChoreographyCodec.readOpen(reader, incarnation);
      case ITEM,
          ACCOUNT,
          ORDER_UNPAID,
          ORDER_PAID,
          DECLINED,
          SETTLED,
          ANSWERED,
          CLAIMED,
          TCC_RELEASED,
          CLAIMED_ITEM,
          CLAIMED_ACCOUNT,
          TRANSACTION_OF_INCARNATION,
          PART_OF_ORIGIN,
          OUTCOME_APPLIED,
          OUTCOME_KEPT,
          OUTCOME_RECONCILIATION,
          SAGA_DEBITED,
          TCC_HELD,
          TWO_PHASE_QUEUED,
          TWO_PHASE_PREPARED,
          CHOREOGRAPHY_VOTED ->
          throw reader.malformed(type + " is no open transaction");
    };
  }
}
