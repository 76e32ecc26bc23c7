package tercet.simulator.canary;

import java.util.function.Supplier;
import tercet.kernel.Kind;
import tercet.kernel.Protocol;
import tercet.simulator.world.Wiring;

/** A planted bug, and within how many seeds it must be caught. */
public enum Canary {
  /** An undo that overtakes its debit leaves nothing, and the debit takes effect. */
  NO_TOMBSTONE(1_000, SagaCanaries::noTombstone),
  /** What a participant has settled it forgets at once. */
  TOMBSTONE_THAT_VANISHES(1_000, SagaCanaries::tombstoneThatVanishes),
  /** A participant that refused may debit when it is asked again. */
  DECLINED_FORGOTTEN(1_000, SagaCanaries::declinedForgotten),
  /** A repeated undo gives back again. */
  UNDONE_TWICE(1_000, SagaCanaries::undoneTwice),
  /** A participant is told to keep what it took before the order is paid. */
  KEPT_BEFORE_PAID(1_000, SagaCanaries::keptBeforePaid),
  /** Who has not voted when a transaction aborts is not told to undo. */
  UNDO_ONLY_FOR_VOTERS(1_000, SagaCanaries::undoOnlyForVoters),
  /** An order is paid although its deadline is over. */
  DEADLINE_IGNORED(1_000, SagaCanaries::deadlineIgnored),
  /** A debit takes effect although it is not valid any more. */
  LATE_DEBIT_ACCEPTED(1_000, SagaCanaries::lateDebitAccepted),
  /** Of several balances of a shard the last is not debited. */
  FIRST_DEBIT_ONLY(200, SagaCanaries::firstDebitOnly),
  /** What was taken from a balance is given back after it was overwritten. */
  RESTORED_INTO_NEW_FILLING(1_000, SagaCanaries::restoredIntoNewFilling),
  /** No dedupe records: a repeated command takes effect again. */
  ANSWERS_FORGOTTEN(200, SagaCanaries::answersForgotten),
  /** Dedupe records are written after the effect, not with it. */
  ANSWERS_IN_A_LATER_COMMIT(1_000, StoreCanaries::answersInALaterCommit),
  /** Messages and replies leave before the commit that allows them. */
  SEND_BEFORE_COMMIT(1_000, StoreCanaries::sendBeforeCommit),
  /** After a crash nobody finishes transactions. */
  RECOVERY_FORGETS_TRANSACTIONS(1_000, () -> StoreCanaries.recoveryForgets(Kind.TRANSACTION)),
  /** After a crash nobody asks for the outcome. */
  RECOVERY_FORGETS_PARTICIPANTS(1_000, () -> StoreCanaries.recoveryForgets(Kind.PARTICIPATION)),
  /** A commit is acknowledged before it is durable. */
  WRITTEN_BEHIND(1_000, StoreCanaries::writtenBehind),
  /** Of two nodes that change the same record the slower one wins. */
  CONFLICTS_IGNORED(1_000, StoreCanaries::conflictsIgnored),
  /** Reads are answered from memory. */
  STALE_READS(200, StoreCanaries::staleReads),
  /** A process gets the answers to what it had asked before it died. */
  NAME_KEPT_OVER_RESTART(1_000, StoreCanaries::nameKeptOverRestart);

  private final int seedsMax;
  private final Supplier<Wiring> wiring;

  Canary(int seedsMax, Supplier<Wiring> wiring) {
    this.seedsMax = seedsMax;
    this.wiring = wiring;
  }

  /** Within how many seeds it must be caught. */
  public int seedsMax() {
    return seedsMax;
  }

  /** The protocol that it is planted into. */
  public Protocol protocol() {
    return Protocol.SAGA;
  }

  /** What processes are made of. */
  public Wiring wiring() {
    return wiring.get();
  }
}
