package tercet.runtime.codec;

import java.time.Instant;
import java.util.function.Function;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.dedupe.IdempotencyRecord;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Tombstone;

/**
 * The type of a record, and the reader of its bytes. The numbers are part of the stored format and
 * are never given to another type.
 */
enum RecordType {
  ITEM(1, BalanceCodec::readFreeItem),
  ACCOUNT(2, BalanceCodec::readFreeAccount),
  ORDER_UNPAID(3, OrderCodec::readUnpaid),
  ORDER_PAID(4, OrderCodec::readPaid),
  SAGA_DEBITING(5, SagaCodec::readDebiting),
  SAGA_COMPENSATING(6, SagaCodec::readCompensating),
  SAGA_DEBITED(7, SagaCodec::readDebited),
  DECLINED(8, TransactionCodec::readDeclined),
  SETTLED(9, reader -> new Tombstone.Settled(reader.readInstant())),
  ANSWERED(10, RecordType::readAnswered),
  CLAIMED(
      11,
      reader ->
          new IdempotencyRecord(reader.readString(), reader.readString(), reader.readInstant())),
  TCC_TRYING(12, TccCodec::readTrying),
  TCC_CANCELLING(13, TccCodec::readCancelling),
  TCC_HELD(14, TccCodec::readHeld),
  TCC_RELEASED(15, TccCodec::readReleased),
  TWO_PHASE_PREPARING(16, TwoPhaseCodec::readPreparing),
  TWO_PHASE_COMMITTING(17, TwoPhaseCodec::readCommitting),
  TWO_PHASE_QUEUED(18, TwoPhaseCodec::readQueued),
  TWO_PHASE_PREPARED(19, TwoPhaseCodec::readPrepared),
  CHOREOGRAPHY(20, ChoreographyCodec::readOpen),
  CHOREOGRAPHY_VOTED(21, ChoreographyCodec::readVoted),
  CLAIMED_ITEM(22, BalanceCodec::readClaimedItem),
  CLAIMED_ACCOUNT(23, BalanceCodec::readClaimedAccount),
  /** An incarnation, then an open transaction of it with its own type. */
  TRANSACTION_OF_INCARNATION(24, RecordType::readOfIncarnation),
  /** Another type, which is of a branch, then its whole origin. */
  BRANCH_OF_ORIGIN(25, RecordType::readOfOrigin),
  OUTCOME_APPLIED(26, OutcomeCodec::readApplied),
  OUTCOME_KEPT(27, OutcomeCodec::readKept),
  OUTCOME_RECONCILIATION(28, OutcomeCodec::readReconciliation),
  ORDER_CANCELLED(29, OrderCodec::readCancelled),
  REFUNDING(30, RefundCodec::readRefunding),
  REFUNDED(31, RefundCodec::readRefunded),
  RULING(32, RulingCodec::readRecord),
  LEASED_ITEM(33, BalanceCodec::readLeasedItem);

  static final Tags<RecordType> TAGS = new Tags<>("type of record", values(), t -> t.number);

  /** How the bytes after the type are read. */
  private sealed interface Form {
    record Whole(Function<ByteReader, StoredRecord> reader) implements Form {}

    record Transaction(TransactionReader reader) implements Form {}

    record Branch(BranchReader reader) implements Form {}
  }

  /** Reads an open transaction, whose incarnation is written before it. */
  private interface TransactionReader {
    OpenTransaction read(ByteReader reader, long incarnation);
  }

  /** Reads the bytes after the start that all branches have. */
  private interface BranchReader {
    OpenBranch read(ByteReader reader, BranchStart start);
  }

  final int number;
  private final Form form;

  RecordType(int number, Function<ByteReader, StoredRecord> reader) {
    this(number, new Form.Whole(reader));
  }

  RecordType(int number, TransactionReader reader) {
    this(number, new Form.Transaction(reader));
  }

  RecordType(int number, BranchReader reader) {
    this(number, new Form.Branch(reader));
  }

  RecordType(int number, Form form) {
    this.number = number;
    this.form = form;
  }

  /** Reads the bytes after the type. */
  StoredRecord read(ByteReader reader) {
    return switch (form) {
      case Form.Whole whole -> whole.reader.apply(reader);
      case Form.Transaction transaction -> transaction.reader.read(reader, 0);
      case Form.Branch branch -> branch.reader.read(reader, BranchStart.readShort(reader));
    };
  }

  private static StoredRecord readAnswered(ByteReader reader) {
    Answer answer = AnswerCodec.read(reader);
    Instant expiresAt = reader.readInstant();
    return new DedupeRecord(AnswerCodec.readRest(reader, answer), expiresAt);
  }

  private static StoredRecord readOfIncarnation(ByteReader reader) {
    long incarnation = reader.readVarint();
    RecordType type = TAGS.read(reader);
    if (type.form instanceof Form.Transaction transaction) {
      return transaction.reader.read(reader, incarnation);
    }
    throw reader.malformed(type + " is no open transaction");
  }

  private static StoredRecord readOfOrigin(ByteReader reader) {
    RecordType type = TAGS.read(reader);
    if (type.form instanceof Form.Branch branch) {
      return branch.reader.read(reader, BranchStart.readWhole(reader));
    }
    throw reader.malformed(type + " is no branch of a transaction");
  }
}
