package tercet.runtime.codec;

import tercet.kernel.balance.Account;
import tercet.kernel.balance.Item;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.choreography.Voted;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.dedupe.IdempotencyRecord;
import tercet.kernel.order.Order;
import tercet.kernel.outcome.Applied;
import tercet.kernel.outcome.Reconciliation;
import tercet.kernel.refund.Refunded;
import tercet.kernel.refund.Refunding;
import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Released;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Ruling;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;
import tercet.kernel.twophase.TwoPhase;

/** {@link StoredRecord} as bytes. The first byte is its type, and is never 0. */
public final class RecordCodec {
  private RecordCodec() {}

  /**
   * Writes a record.
   *
   * @throws IllegalArgumentException if a text in it is no text; see {@link ByteWriter#writeString}
   */
  public static void write(ByteWriter writer, StoredRecord stored) {
    switch (stored) {
      case Item item -> BalanceCodec.write(writer, item);
      case Account account -> BalanceCodec.write(writer, account);
      case Order order -> OrderCodec.write(writer, order);
      case DedupeRecord answered -> {
        writer.writeByte(RecordType.ANSWERED.number);
        AnswerCodec.write(writer, answered.answer());
        writer.writeInstant(answered.expiresAt());
        AnswerCodec.writeRest(writer, answered.answer());
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
      case OpenBranch branch -> writeBranch(writer, branch);
      case Reconciliation outcome -> OutcomeCodec.write(writer, outcome);
      case Refunding refund -> RefundCodec.write(writer, refund);
      case Ruling ruling -> RulingCodec.write(writer, ruling);
      case Tombstone.Settled settled -> {
        writer.writeByte(RecordType.SETTLED.number);
        writer.writeInstant(settled.expiresAt());
      }
      case Tombstone.Declined declined -> {
        writer.writeByte(RecordType.DECLINED.number);
        TransactionCodec.write(writer, declined);
      }
      case Tombstone.Kept kept -> OutcomeCodec.write(writer, kept);
      case Released released -> TccCodec.write(writer, released);
    }
  }

  private static void writeTransaction(ByteWriter writer, OpenTransaction open) {
    switch (open) {
      case Saga saga -> SagaCodec.write(writer, saga);
      case Tcc tcc -> TccCodec.write(writer, tcc);
      case TwoPhase twoPhase -> TwoPhaseCodec.write(writer, twoPhase);
      case Choreography choreography -> ChoreographyCodec.write(writer, choreography);
    }
  }

  private static void writeBranch(ByteWriter writer, OpenBranch open) {
    switch (open) {
      case Debited branch -> SagaCodec.write(writer, branch);
      case Held branch -> TccCodec.write(writer, branch);
      case Queued branch -> TwoPhaseCodec.write(writer, branch);
      case Prepared branch -> TwoPhaseCodec.write(writer, branch);
      case Voted branch -> ChoreographyCodec.write(writer, branch);
      case Applied branch -> OutcomeCodec.write(writer, branch);
      case Refunded branch -> RefundCodec.write(writer, branch);
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
      return type.read(reader);
    } catch (IllegalArgumentException e) { // of a record that refuses such a value
      throw new MalformedBytesException("Malformed, or no " + type + ": " + e.getMessage(), e);
    }
  }
}
