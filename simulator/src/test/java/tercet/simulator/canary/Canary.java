package tercet.simulator.canary;

import java.util.function.Supplier;
import tercet.kernel.Kind;
import tercet.kernel.Protocol;
import tercet.simulator.world.Wiring;

/** A planted bug, and within how many seeds it must be caught. */
public enum Canary {
  /** An undo that overtakes its debit leaves nothing, and the debit takes effect. */
  NO_TOMBSTONE(1_000, Protocol.SAGA, SagaCanaries::noTombstone),
  /** What a participant has settled it forgets at once. */
  TOMBSTONE_THAT_VANISHES(1_000, Protocol.SAGA, SagaCanaries::tombstoneThatVanishes),
  /** A participant that refused may debit when it is asked again. */
  DECLINED_FORGOTTEN(1_000, Protocol.SAGA, SagaCanaries::declinedForgotten),
  /** A repeated undo gives back again. */
  UNDONE_TWICE(1_000, Protocol.SAGA, SagaCanaries::undoneTwice),
  /** A participant is told to keep what it took before the order is paid. */
  KEPT_BEFORE_PAID(1_000, Protocol.SAGA, SagaCanaries::keptBeforePaid),
  /** Who has not voted when a transaction aborts is not told to undo. */
  UNDO_ONLY_FOR_VOTERS(1_000, Protocol.SAGA, SagaCanaries::undoOnlyForVoters),
  /** An order is paid although its deadline is over. */
  DEADLINE_IGNORED(1_000, Protocol.SAGA, SagaCanaries::deadlineIgnored),
  /** A debit takes effect although it is not valid any more. */
  LATE_DEBIT_ACCEPTED(1_000, Protocol.SAGA, SagaCanaries::lateDebitAccepted),
  /** What a saga says of the messages of its last step it says of all. */
  QUIET_AFTER_FORGOTTEN(2_000, Protocol.SAGA, SagaCanaries::quietAfterForgotten),
  /** Of several balances of a shard the last is not debited. */
  FIRST_DEBIT_ONLY(200, Protocol.SAGA, SagaCanaries::firstDebitOnly),
  /** What was taken from a balance is given back after it was overwritten. */
  RESTORED_INTO_NEW_FILLING(1_000, Protocol.SAGA, SagaCanaries::restoredIntoNewFilling),
  /** No dedupe records: a repeated command takes effect again. */
  ANSWERS_FORGOTTEN(200, Protocol.SAGA, SagaCanaries::answersForgotten),
  /** Dedupe records are written after the effect, not with it. */
  ANSWERS_IN_A_LATER_COMMIT(1_000, Protocol.SAGA, StoreCanaries::answersInALaterCommit),
  /** Messages and replies leave before the commit that allows them. */
  SEND_BEFORE_COMMIT(1_000, Protocol.SAGA, StoreCanaries::sendBeforeCommit),
  /** After a crash nobody finishes transactions. */
  RECOVERY_FORGETS_TRANSACTIONS(
      1_000, Protocol.SAGA, () -> StoreCanaries.recoveryForgets(Kind.TRANSACTION)),
  /** After a crash nobody asks for the outcome. */
  RECOVERY_FORGETS_PARTICIPANTS(
      1_000, Protocol.SAGA, () -> StoreCanaries.recoveryForgets(Kind.PARTICIPATION)),
  /** A commit is acknowledged before it is durable. */
  WRITTEN_BEHIND(1_000, Protocol.SAGA, StoreCanaries::writtenBehind),
  /** Of two nodes that change the same record the slower one wins. */
  CONFLICTS_IGNORED(1_000, Protocol.SAGA, StoreCanaries::conflictsIgnored),
  /** Reads are answered from memory. */
  STALE_READS(200, Protocol.SAGA, StoreCanaries::staleReads),
  /** A process gets the answers to what it had asked before it died. */
  NAME_KEPT_OVER_RESTART(1_000, Protocol.SAGA, StoreCanaries::nameKeptOverRestart),
  /** What a participant holds can be sold to others. */
  HELD_BUT_NOT_SET_ASIDE(200, Protocol.TCC, TccCanaries::heldButNotSetAside),
  /** A participant that depends on what others hold refuses for good. */
  BUSY_REFUSES(2_000, Protocol.TCC, TccCanaries::busyRefuses),
  /** A participant is told to take what it holds before the order is paid. */
  CONFIRMED_BEFORE_PAID(200, Protocol.TCC, TccCanaries::confirmedBeforePaid),
  /** A cancel that overtakes its try leaves nothing, and the try takes effect. */
  CANCEL_LEAVES_NO_TOMBSTONE(2_000, Protocol.TCC, TccCanaries::cancelLeavesNoTombstone),
  /** Whoever is asked in turn may keep what the first attempt made it hold, and holds it twice. */
  ATTEMPTS_HOLD_TWICE(2_000, Protocol.TCC, TccCanaries::attemptsHoldTwice),
  /** Whoever leaves the line takes the lock from the one who has it. */
  UNLOCKED_BY_ANOTHER(2_000, Protocol.TWO_PHASE_COMMIT, TwoPhaseCanaries::unlockedByAnother),
  /** A committed transaction is not kept until all participants have confirmed. */
  COMMITTED_FORGOTTEN(2_000, Protocol.TWO_PHASE_COMMIT, TwoPhaseCanaries::committedForgotten),
  /** A participant that asks is told to abort while the transaction is still being prepared. */
  ABORT_PRESUMED_TOO_SOON(2_000, Protocol.TWO_PHASE_COMMIT, TwoPhaseCanaries::abortPresumedTooSoon),
  /** Values change with the promise, not with the commit. */
  TAKEN_WITH_THE_PROMISE(200, Protocol.TWO_PHASE_COMMIT, TwoPhaseCanaries::takenWithThePromise),
  /** Readers see what is locked. */
  READERS_DO_NOT_WAIT(2_000, Protocol.TWO_PHASE_COMMIT, TwoPhaseCanaries::readersDoNotWait),
  /** A poll about a transaction that is unknown leaves nothing, and a late debit takes effect. */
  POLL_LEAVES_NO_TOMBSTONE(
      2_000, Protocol.CHOREOGRAPHY, ChoreographyCanaries::pollLeavesNoTombstone),
  /** A participant that has all votes forgets its own before the others have it. */
  VOTE_FORGOTTEN(2_000, Protocol.CHOREOGRAPHY, ChoreographyCanaries::voteForgotten),
  /** After the deadline a participant takes silence for agreement. */
  SILENCE_AGREES(2_000, Protocol.CHOREOGRAPHY, ChoreographyCanaries::silenceAgrees),
  /** A participant that refused agrees when it is asked again. */
  VOTE_CHANGES(2_000, Protocol.CHOREOGRAPHY, ChoreographyCanaries::voteChanges);

  private final int seedsMax;
  private final Protocol protocol;
  private final Supplier<Wiring> wiring;

  Canary(int seedsMax, Protocol protocol, Supplier<Wiring> wiring) {
    this.seedsMax = seedsMax;
    this.protocol = protocol;
    this.wiring = wiring;
  }

  /** Within how many seeds it must be caught. */
  public int seedsMax() {
    return seedsMax;
  }

  /** The protocol that it is planted into. */
  public Protocol protocol() {
    return protocol;
  }

  /** What processes are made of. */
  public Wiring wiring() {
    return wiring.get();
  }
}
