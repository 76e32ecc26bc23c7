package tercet.runtime.inspect;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Protocol;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.choreography.Voted;
import tercet.kernel.command.AbortRuling;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.outcome.Applied;
import tercet.kernel.outcome.Reconciliation;
import tercet.kernel.refund.Refunded;
import tercet.kernel.refund.Refunding;
import tercet.kernel.saga.Debited;
import tercet.kernel.tcc.Held;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.RollingBack;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;
import tercet.runtime.mailbox.Awaited;
import tercet.runtime.observe.EndedTransaction;

/**
 * An open record as an operator sees it: a transaction at its order's shard, the part of a
 * participant, or an outcome that is not agreed on for good.
 *
 * @param key of the record
 * @param protocol null if the record does not say it
 * @param state in a word, as in docs/protocols
 * @param debits of all participants, or of this one; empty if it has given everything back
 * @param deadline of the decision; null if it is decided and the record does not say it
 * @param awaits shards whose answers are missing
 * @param attempts how often it has asked them, or has voted
 * @param wakeAt when it asks again, unless none of them can be reached
 * @param refusal that clients hear of an aborted one; else null
 * @param clients that wait for the outcome
 */
public record OpenPart(
    Key key,
    Role role,
    TransactionId transaction,
    @Nullable Protocol protocol,
    String state,
    OrderId order,
    ShardId orderShard,
    List<Debit> debits,
    @Nullable Instant deadline,
    List<ShardId> awaits,
    int attempts,
    Instant wakeAt,
    @Nullable Refusal refusal,
    int clients,
    AbortRuling abort) {

  /** Between the parts of a place; no part of a path needs to encode it. */
  private static final char PLACE = '~';

  private static final char LAST = '\uffff';
  private static final long SECONDS_MAX = 9_000_000_000_000L;

  /** Which side of a transaction a record is. */
  public enum Role {
    /** The transaction at the shard of its order. */
    COORDINATOR,
    /** The amounts that a participant has set aside or taken. */
    PARTICIPANT,
    /** Decided and followed; kept because a store may lose commits (see {@code --loss-window}). */
    OUTCOME,
    /** The payment of a cancelled order is given back; at either side. */
    REFUND;

    /** In JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads an open record. */
  public static OpenPart of(Key key, StoredRecord.Open open) {
    return switch (open) {
      case OpenTransaction transaction -> of(key, transaction);
      case Held held ->
          part(key, held, Protocol.TCC, held.origin(), debits(held.taken()), held.votes());
      case Debited debited ->
          part(
              key,
              debited,
              Protocol.SAGA,
              debited.origin(),
              debits(debited.taken()),
              debited.votes());
      case Voted voted ->
          part(
              key,
              voted,
              Protocol.CHOREOGRAPHY,
              voted.origin(),
              debits(voted.taken()),
              voted.sends());
      case Prepared prepared ->
          part(
              key,
              prepared,
              Protocol.TWO_PHASE_COMMIT,
              prepared.origin(),
              prepared.branch().debits(),
              prepared.votes());
      case Queued queued ->
          part(
              key, queued, Protocol.TWO_PHASE_COMMIT, queued.origin(), queued.branch().debits(), 0);
      case Applied applied ->
          part(key, applied, null, applied.origin(), debits(applied.taken()), applied.reports());
      case Reconciliation outcome ->
          new OpenPart(
              key,
              Role.OUTCOME,
              outcome.transaction().id(),
              null,
              "reconciling",
              outcome.transaction().order(),
              key.shard(),
              all(outcome.transaction()),
              null,
              outcome.awaiting(),
              outcome.sends(),
              outcome.wakeAt(),
              null,
              0,
              AbortRuling.PAID);
      case Refunded done -> part(key, done, null, done.origin(), List.of(), done.reports());
      case Refunding refund -> of(key, refund);
    };
  }

  private static OpenPart of(Key key, Refunding refund) {
    return new OpenPart(
        key,
        Role.REFUND,
        refund.transaction().id(),
        null,
        word(refund),
        refund.transaction().order(),
        key.shard(),
        all(refund.transaction()),
        refund.transaction().deadline(),
        Awaited.shards(refund),
        refund.sends(),
        refund.wakeAt(),
        null,
        refund.waiters().size(),
        AbortRuling.NOT_OPEN);
  }

  private static OpenPart of(Key key, OpenTransaction open) {
    Transaction transaction = open.transaction();
    return new OpenPart(
        key,
        Role.COORDINATOR,
        transaction.id(),
        EndedTransaction.protocol(open),
        open instanceof Choreography ? "voting" : word(open),
        transaction.order(),
        key.shard(),
        all(transaction),
        transaction.deadline(),
        Awaited.shards(open),
        EndedTransaction.sends(open),
        open.wakeAt(),
        open instanceof RollingBack<?> aborted ? aborted.refusal() : null,
        open.waiters().size(),
        abort(open));
  }

  private static AbortRuling abort(OpenTransaction open) {
    if (open.isDecidedByParticipants()) {
      return AbortRuling.PARTICIPANTS_DECIDE;
    }
    if (open.isUndecided()) {
      return AbortRuling.ABORTED;
    }
    return open instanceof RollingBack<?> ? AbortRuling.ABORTED_BEFORE : AbortRuling.PAID;
  }

  private static OpenPart part(
      Key key,
      OpenBranch branch,
      @Nullable Protocol protocol,
      Origin origin,
      List<Debit> debits,
      int attempts) {
    return new OpenPart(
        key,
        role(branch),
        new TransactionId(key.id()),
        protocol,
        word(branch),
        origin.order(),
        origin.shard(),
        debits,
        deadline(branch),
        Awaited.shards(branch),
        attempts,
        branch.wakeAt(),
        null,
        0,
        AbortRuling.NOT_OPEN);
  }

  private static Role role(OpenBranch branch) {
    return switch (branch) {
      case Applied _ -> Role.OUTCOME;
      case Refunded _ -> Role.REFUND;
      case Held _, Debited _, Voted _, Prepared _, Queued _ -> Role.PARTICIPANT;
    };
  }

  private static @Nullable Instant deadline(OpenBranch branch) {
    return switch (branch) {
      case Held held -> held.deadline();
      case Debited debited -> debited.deadline();
      case Voted voted -> voted.deadline();
      case Prepared prepared -> prepared.deadline();
      case Queued queued -> queued.deadline();
      case Applied _, Refunded _ -> null;
    };
  }

  private static String word(StoredRecord.Open open) {
    return open.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static List<Debit> debits(List<Reservation> taken) {
    return taken.stream().map(one -> new Debit(one.balance(), one.amount())).toList();
  }

  private static List<Debit> all(Transaction transaction) {
    return transaction.branches().stream().flatMap(branch -> branch.debits().stream()).toList();
  }

  /** Whether it takes something from a balance. */
  boolean touches(BalanceId balance) {
    return debits.stream().anyMatch(debit -> debit.balance().equals(balance));
  }

  /** Its place among others: the oldest deadline first, and all of one transaction together. */
  public String place() {
    return placeOfTransaction() + key;
  }

  /** The place of its transaction: no place of another one lies between this and its records. */
  public String placeOfTransaction() {
    Instant known = deadline;
    return place(known == null ? wakeAt : known, transaction);
  }

  static String place(Instant time, TransactionId transaction) {
    long millis =
        Math.clamp(time.getEpochSecond(), 0, SECONDS_MAX) * 1_000 + time.getNano() / 1_000_000;
    return "%016d".formatted(millis) + PLACE + transaction.value() + PLACE;
  }

  /** Whether it comes after all records of a transaction, or anywhere if that is empty. */
  boolean isAfter(String placeOfTransaction) {
    return placeOfTransaction.isEmpty() || place().compareTo(placeOfTransaction + LAST) > 0;
  }
}
