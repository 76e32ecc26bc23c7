package tercet.testing.simulator.canary;

import java.util.List;
import java.util.function.Supplier;
import tercet.kernel.Protocol;
import tercet.kernel.id.RecordKind;
import tercet.testing.simulator.world.Wiring;

/** A planted bug, and within how many seeds it must be caught. */
public enum Canary {
  /** An undo that overtakes its debit leaves nothing, and what is unknown counts as paid. */
  NO_TOMBSTONE(1_000, SagaCanaries::noTombstone, Protocol.SAGA),
  /** A participant forgets a settled transaction at once. */
  TOMBSTONE_THAT_VANISHES(1_000, SagaCanaries::tombstoneThatVanishes, Protocol.TCC, Protocol.SAGA),
  /** A participant that refused may debit when it is asked again. */
  DECLINED_FORGOTTEN(1_000, SagaCanaries::declinedForgotten, Protocol.TCC, Protocol.SAGA),
  /** A repeated undo gives back again. */
  COMPENSATED_TWICE(1_000, SagaCanaries::compensatedTwice, Protocol.SAGA),
  /** A participant is told to keep what it took before the order is paid. */
  KEPT_BEFORE_PAID(1_000, SagaCanaries::keptBeforePaid, Protocol.SAGA),
  /** A participant that has not voted when a transaction aborts is not told to undo. */
  COMPENSATE_ONLY_VOTERS(1_000, SagaCanaries::compensateOnlyVoters, Protocol.SAGA),
  /** An order is paid although its deadline is over. */
  DEADLINE_IGNORED(1_000, SagaCanaries::deadlineIgnored, Protocol.SAGA),
  /** A debit takes effect although it is not valid any more. */
  LATE_DEBIT_ACCEPTED(1_000, SagaCanaries::lateDebitAccepted, Protocol.SAGA),
  /** A saga gives the validity of its last step's messages for all messages. */
  QUIET_AFTER_FORGOTTEN(2_000, SagaCanaries::quietAfterForgotten, Protocol.SAGA),
  /** Of several balances of a shard the last is not debited. */
  FIRST_DEBIT_ONLY(200, SagaCanaries::firstDebitOnly, Protocol.SAGA),
  /** An amount taken from a balance is given back after the balance was overwritten. */
  RESTORED_INTO_NEW_FILLING(1_000, SagaCanaries::restoredIntoNewFilling, Protocol.SAGA),
  /** No dedupe records: a repeated command takes effect again. */
  ANSWERS_FORGOTTEN(200, SagaCanaries::answersForgotten, Protocol.TCC, Protocol.SAGA),
  /** Dedupe records are written after the effect, not with it. */
  ANSWERS_IN_A_LATER_COMMIT(
      1_000, StoreCanaries::answersInALaterCommit, Protocol.TCC, Protocol.SAGA),
  /** Messages and replies leave before the commit that allows them. */
  SEND_BEFORE_COMMIT(1_000, StoreCanaries::sendBeforeCommit, Protocol.TCC, Protocol.SAGA),
  /** After a crash no node finishes transactions. */
  RECOVERY_FORGETS_TRANSACTIONS(
      1_000,
      () -> StoreCanaries.recoveryForgets(RecordKind.TRANSACTION),
      Protocol.TCC,
      Protocol.SAGA),
  /** After a crash no participant asks for the outcome. */
  RECOVERY_FORGETS_PARTICIPANTS(
      1_000,
      () -> StoreCanaries.recoveryForgets(RecordKind.PARTICIPATION),
      Protocol.TCC,
      Protocol.SAGA),
  /** A commit is acknowledged before it is durable. */
  WRITTEN_BEHIND(1_000, StoreCanaries::writtenBehind, Protocol.TCC, Protocol.SAGA),
  /** Of two nodes that change the same record the slower one wins. */
  CONFLICTS_IGNORED(1_000, StoreCanaries::conflictsIgnored, Protocol.TCC, Protocol.SAGA),
  /** Reads are answered from memory. */
  STALE_READS(200, StoreCanaries::staleReads, Protocol.TCC, Protocol.SAGA),
  /** A store drops expired records and tells no horizon. */
  NO_HORIZON(1_000, ExpiryCanaries::noHorizon, Protocol.TCC, Protocol.SAGA),
  /** A store raises its horizon after it has dropped expired records. */
  HORIZON_AFTER_DROPPING(3_000, ExpiryCanaries::horizonAfterDropping, Protocol.TCC, Protocol.SAGA),
  /** Decisions go by the clock alone, which may be behind the store's horizon. */
  HORIZON_NOT_LOOKED_AT(5_000, ExpiryCanaries::horizonNotLookedAt, Protocol.TCC, Protocol.SAGA),
  /** A decision that is made again takes the time of its first run for the present. */
  HORIZON_IGNORED(1_000, ExpiryCanaries::horizonIgnored, Protocol.TCC, Protocol.SAGA),
  /** A process gets the answers to what it had asked before it died. */
  NAME_KEPT_OVER_RESTART(1_000, StoreCanaries::nameKeptOverRestart, Protocol.TCC, Protocol.SAGA),
  /** Held stock can be sold to others. */
  HELD_BUT_NOT_SET_ASIDE(200, TccCanaries::heldButNotSetAside, Protocol.TCC),
  /** A participant that depends on what others hold refuses for good. */
  BUSY_REFUSES(2_000, TccCanaries::busyRefuses, Protocol.TCC),
  /** A participant is told to take what it holds before the order is paid. */
  CONFIRMED_BEFORE_PAID(200, TccCanaries::confirmedBeforePaid, Protocol.TCC),
  /** A cancel that overtakes its try leaves nothing, and what is unknown counts as paid. */
  CANCEL_LEAVES_NO_TOMBSTONE(2_000, TccCanaries::cancelLeavesNoTombstone, Protocol.TCC),
  /** A participant that is asked in turn keeps its hold of the first attempt, and holds twice. */
  ATTEMPTS_HOLD_TWICE(2_000, TccCanaries::attemptsHoldTwice, Protocol.TCC),
  /** A hold is released again when a cancel is repeated. */
  RELEASED_TWICE(1_000, TccCanaries::releasedTwice, Protocol.TCC),
  /** A participant that has not voted when a transaction aborts is not told to cancel. */
  CANCEL_ONLY_FOR_VOTERS(1_000, TccCanaries::cancelOnlyForVoters, Protocol.TCC),
  /** An order is paid although its deadline is over. */
  TRIED_AFTER_THE_DEADLINE(1_000, TccCanaries::triedAfterTheDeadline, Protocol.TCC),
  /** A try takes effect although it is not valid any more. */
  LATE_TRY_ACCEPTED(1_000, TccCanaries::lateTryAccepted, Protocol.TCC),
  /** Of several balances of a shard the last is not held. */
  FIRST_HOLD_ONLY(200, TccCanaries::firstHoldOnly, Protocol.TCC),
  /** A held amount is given back after its balance was overwritten. */
  RELEASED_INTO_NEW_FILLING(1_000, TccCanaries::releasedIntoNewFilling, Protocol.TCC),
  /** A tombstone expires a millisecond before the last message is void. */
  TOMBSTONES_TOO_SHORT(20_000, MarginCanaries::tombstonesTooShort, Protocol.TCC, Protocol.SAGA),
  /** A transaction gives the validity of its last try for all tries. */
  QUIET_AFTER_THE_LAST_TRY(1_000, MarginCanaries::quietAfterTheLastTry, Protocol.TCC),
  /** A message is valid for twice as long as its sender says that it is. */
  VALID_FOR_TOO_LONG(200, MarginCanaries::validForTooLong, Protocol.TCC, Protocol.SAGA),
  /** An answer is forgotten one message lifetime too early. */
  ANSWERS_KEPT_TOO_SHORT(1_000, MarginCanaries::answersKeptTooShort, Protocol.TCC, Protocol.SAGA),
  /** At the very deadline an order can still be paid. */
  DEADLINE_OFF_BY_ONE(20_000, MarginCanaries::deadlineOffByOne, Protocol.TCC, Protocol.SAGA),
  /** A decision at the deadline is told half a second later. */
  TOLD_AFTER_THE_DEADLINE(1_000, MarginCanaries::toldAfterTheDeadline, Protocol.TCC),
  /** No node wakes the open records of a commit that lands late. */
  NO_ADOPTION(5_000, MarginCanaries::noAdoption, Protocol.TCC, Protocol.SAGA),
  /** A scan that failed in the middle is taken for a whole one. */
  BROKEN_SCAN_BELIEVED(3_000, MarginCanaries::brokenScanBelieved, Protocol.TCC, Protocol.SAGA),
  /** A gateway takes a shard's word that nothing was begun, though a copy may be under way. */
  COPIES_FORGOTTEN(10_000, MarginCanaries::copiesForgotten, Protocol.TCC, Protocol.SAGA),
  /** A server that was suspected once is not looked for any more. */
  PEER_GIVEN_UP(2_000, MarginCanaries::peerGivenUp, Protocol.TCC, Protocol.SAGA),
  /** A transaction that leaves the line takes the lock from its owner. */
  UNLOCKED_BY_ANOTHER(2_000, TwoPhaseCanaries::unlockedByAnother, Protocol.TWO_PHASE_COMMIT),
  /** A committed transaction is forgotten at once, and what is unknown counts as aborted. */
  COMMITTED_FORGOTTEN(2_000, TwoPhaseCanaries::committedForgotten, Protocol.TWO_PHASE_COMMIT),
  /** A participant that asks is told to abort while the transaction is still being prepared. */
  ABORT_PRESUMED_TOO_SOON(2_000, TwoPhaseCanaries::abortPresumedTooSoon, Protocol.TWO_PHASE_COMMIT),
  /** Values change with the promise, not with the commit. */
  TAKEN_WITH_THE_PROMISE(200, TwoPhaseCanaries::takenWithThePromise, Protocol.TWO_PHASE_COMMIT),
  /** Readers see locked balances. */
  READERS_DO_NOT_WAIT(2_000, TwoPhaseCanaries::readersDoNotWait, Protocol.TWO_PHASE_COMMIT),
  /** A poll about a transaction that is unknown leaves nothing, and a late debit takes effect. */
  POLL_LEAVES_NO_TOMBSTONE(
      2_000, ChoreographyCanaries::pollLeavesNoTombstone, Protocol.CHOREOGRAPHY),
  /** A participant that has all votes forgets its own before the others have it. */
  VOTE_FORGOTTEN(2_000, ChoreographyCanaries::voteForgotten, Protocol.CHOREOGRAPHY),
  /** After the deadline a participant takes silence for agreement. */
  SILENCE_AGREES(2_000, ChoreographyCanaries::silenceAgrees, Protocol.CHOREOGRAPHY),
  /** A participant that refused agrees when it is asked again. */
  VOTE_CHANGES(2_000, ChoreographyCanaries::voteChanges, Protocol.CHOREOGRAPHY),
  /** Lines are removed from an order in the answer alone. */
  REMOVED_IN_THE_ANSWER_ONLY(200, OrderCanaries::removedInTheAnswerOnly, Protocol.TCC),
  /** Lines are removed from an order while it is checked out. */
  REMOVED_DURING_CHECKOUT(
      5_000,
      OrderCanaries::removedDuringCheckout,
      Protocol.TCC,
      Protocol.SAGA,
      Protocol.CHOREOGRAPHY,
      Protocol.TWO_PHASE_COMMIT),
  /** An operator hears that a transaction is settled, and nothing is stored. */
  RULING_IN_THE_ANSWER_ONLY(
      200,
      SettleCanaries::rulingInTheAnswerOnly,
      Protocol.TCC,
      Protocol.SAGA,
      Protocol.CHOREOGRAPHY),
  /** Participants follow the opposite of what an operator has ruled. */
  OPPOSITE_IS_RULED(200, SettleCanaries::oppositeIsRuled, Protocol.TCC, Protocol.SAGA),
  /** An operator's ruling counts also for what is open, or what the order's record can tell. */
  RULING_AGAINST_THE_ORDER(20_000, SettleCanaries::rulingAgainstTheOrder, Protocol.TCC),
  /** A participant does not remember that it has given back. */
  GIVEN_BACK_TWICE(
      1_000,
      RefundCanaries::givenBackTwice,
      Protocol.TCC,
      Protocol.SAGA,
      Protocol.CHOREOGRAPHY,
      Protocol.TWO_PHASE_COMMIT),
  /** A participant forgets a refund as soon as the order's shard sends it no more. */
  REFUND_FORGOTTEN_WHEN_CLOSED(
      2_000, RefundCanaries::refundForgottenWhenClosed, Protocol.TCC, Protocol.SAGA),
  /** Pieces of a paid order are given back, and stay in the order. */
  CANCELLED_PIECES_STAY(1_000, RefundCanaries::cancelledPiecesStay, Protocol.TCC),
  /** The refusal of a checkout says that less is left than there is. */
  LESS_LEFT_IS_TOLD(
      1_000,
      RefusalCanaries::lessLeftIsTold,
      Protocol.TCC,
      Protocol.SAGA,
      Protocol.CHOREOGRAPHY,
      Protocol.TWO_PHASE_COMMIT),
  /** Of several prices of an order only the first is taken. */
  FIRST_PRICE_ONLY(1_000, OrderCanaries::firstPriceOnly, Protocol.TCC),
  /** A checkout pays more than its client allows. */
  LIMIT_PASSED_OVER(1_000, OrderCanaries::limitPassedOver, Protocol.TCC, Protocol.SAGA),
  /** The refusal of a checkout is told, and not kept in the order. */
  REFUSAL_NOT_KEPT(
      1_000,
      OrderCanaries::refusalNotKept,
      Protocol.TCC,
      Protocol.SAGA,
      Protocol.CHOREOGRAPHY,
      Protocol.TWO_PHASE_COMMIT),
  /** The order keeps the refusal of a checkout under the name of another one. */
  REFUSAL_OF_ANOTHER(1_000, OrderCanaries::refusalOfAnother, Protocol.TCC, Protocol.SAGA),
  /** The status of an order does not show that it is being checked out. */
  PROGRESS_NOT_SHOWN(1_000, OrderCanaries::progressNotShown, Protocol.TCC, Protocol.SAGA),
  /** A checkout takes pieces that are kept for its order, and they stay kept. */
  SOLD_AND_STILL_KEPT(
      1_000,
      LeaseCanaries::soldAndStillKept,
      Protocol.TCC,
      Protocol.SAGA,
      Protocol.CHOREOGRAPHY,
      Protocol.TWO_PHASE_COMMIT),
  /** Pieces whose time is over come back twice. */
  FREE_TWICE_WHEN_OVER(
      1_000,
      LeaseCanaries::freeTwiceWhenOver,
      Protocol.TCC,
      Protocol.SAGA,
      Protocol.CHOREOGRAPHY,
      Protocol.TWO_PHASE_COMMIT),
  /** An order is released, and its pieces are kept all the same. */
  KEPT_AFTER_RELEASE(1_000, LeaseCanaries::keptAfterRelease, Protocol.TCC, Protocol.SAGA),
  /** Pieces are free half a second before their time. */
  FREE_TOO_EARLY(1_000, LeaseCanaries::freeTooEarly, Protocol.TCC, Protocol.SAGA),
  /** A user reserves one order more than a user may. */
  ONE_ORDER_TOO_MANY(1_000, LeaseCanaries::oneOrderTooMany, Protocol.TCC),
  /** A message of an attempt that is over gives back what a newer one has kept. */
  FREE_OF_ANY_ATTEMPT(1_000, LeaseCanaries::freeOfAnyAttempt, Protocol.TCC, Protocol.SAGA),
  /** A second reservation keeps its own pieces in place of those that the order has. */
  ATTEMPT_TAKES_THE_RESERVATIONS_PIECES(
      1_000, LeaseCanaries::attemptTakesTheReservationsPieces, Protocol.TCC),
  /** All attempts to reserve an order have one number. */
  ONE_NUMBER_FOR_ALL_ATTEMPTS(
      3_000, LeaseCanaries::oneNumberForAllAttempts, Protocol.TCC, Protocol.SAGA),
  /** A reservation that was answered begins again when it is repeated. */
  ANSWERED_AND_BEGUN_AGAIN(10_000, LeaseCanaries::answeredAndBegunAgain, Protocol.TCC),
  /** A reservation that is refused keeps its place. */
  PLACE_NOT_GIVEN_BACK(1_000, LeaseCanaries::placeNotGivenBack, Protocol.TCC),
  /** A refund whose messages were lost is not sent again. */
  REFUND_SENT_ONCE(1_000, RefundCanaries::refundSentOnce, Protocol.TCC, Protocol.SAGA),
  /** A client hears that its order is cancelled before anything was given back. */
  CANCELLED_IS_TOLD_TOO_SOON(
      1_000, RefundCanaries::cancelledIsToldTooSoon, Protocol.TCC, Protocol.SAGA),
  /** Where a store loses commits, an outcome is forgotten as soon as it is heard. */
  OUTCOME_FORGOTTEN_AT_ONCE(
      10_000,
      LossCanaries::outcomeForgottenAtOnce,
      Protocol.TCC,
      Protocol.SAGA,
      Protocol.CHOREOGRAPHY,
      Protocol.TWO_PHASE_COMMIT),
  /** A participant that lost its record is told that the order is paid, but not its part. */
  OUTCOME_WITHOUT_THE_PART(
      10_000,
      LossCanaries::outcomeWithoutThePart,
      Protocol.TCC,
      Protocol.SAGA,
      Protocol.CHOREOGRAPHY,
      Protocol.TWO_PHASE_COMMIT),
  /** A transaction that a failover has brought back is decided by votes. */
  VOTES_COUNT_AFTER_A_LOSS(20_000, LossCanaries::votesCountAfterALoss, Protocol.TCC, Protocol.SAGA),
  /** A store that should wait for its replicas loses commits at a failover. */
  REPLICAS_NOT_WAITED_FOR(
      2_000,
      LossCanaries::replicasNotWaitedFor,
      Protocol.TCC,
      Protocol.SAGA,
      Protocol.CHOREOGRAPHY,
      Protocol.TWO_PHASE_COMMIT),
  /** A server that was replaced is read without its replicas. */
  READS_NOT_CONFIRMED(
      10_000,
      LossCanaries::readsNotConfirmed,
      Protocol.TCC,
      Protocol.SAGA,
      Protocol.CHOREOGRAPHY,
      Protocol.TWO_PHASE_COMMIT),
  /** No lane notices that a store has lost commits. */
  SEQUENCES_NOT_COMPARED(200, LossCanaries::sequencesNotCompared, Protocol.TCC, Protocol.SAGA);

  private final int seedsMax;
  private final Supplier<Wiring> wiring;
  private final List<Protocol> protocols;

  Canary(int seedsMax, Supplier<Wiring> wiring, Protocol... protocols) {
    this.seedsMax = seedsMax;
    this.wiring = wiring;
    this.protocols = List.of(protocols);
  }

  /** Within how many seeds it must be caught. */
  public int seedsMax() {
    return seedsMax;
  }

  /** The protocols that it is planted into, one at a time. */
  public List<Protocol> protocols() {
    return protocols;
  }

  /** The parts of processes. */
  public Wiring wiring() {
    return wiring.get();
  }
}
