package tercet.runtime.codec;

/** What a record is; the numbers are part of the stored format. */
enum RecordType {
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
  CLAIMED_ACCOUNT(23),
  TRANSACTION_OF_INCARNATION(24),
  PART_OF_ORIGIN(25),
  OUTCOME_APPLIED(26),
  OUTCOME_KEPT(27),
  OUTCOME_RECONCILIATION(28);

  static final Tags<RecordType> TAGS = new Tags<>("type of record", values(), t -> t.number);

  final int number;

  RecordType(int number) {
    this.number = number;
  }
}
