package tercet.kernel.choreography;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tercet.kernel.balance.Balance;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.outcome.Applied;
import tercet.kernel.outcome.Outcomes;
import tercet.kernel.transaction.ReserveResult;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.TransactionKeys;
import tercet.kernel.transaction.TransactionSettings;

/**
 * The side of stock and payment. It debits at once, tells all others its vote, and collects theirs.
 * It keeps the debit if all voted yes, and gives it back if one voted no. A vote never changes; a
 * participant that has not voted when another polls it after the deadline votes no.
 *
 * <p>It forgets a vote for the transaction only when all peers have confirmed to have it and the
 * order is paid. So a poll about a transaction that is unknown here cannot be about one that was
 * committed.
 *
 * <p>An order's shard that has lost a transaction may begin it again under its id with other parts.
 * So a vote counts only for the incarnation of the order's shard in which its transaction began.
 */
final class ChoreographyParticipant {
  private final TransactionSettings settings;

  ChoreographyParticipant(TransactionSettings settings) {
    this.settings = settings;
  }

  private static Key key(ChoreographyMessage message) {
    return Key.participation(message.transaction(), message.to());
  }

  /** Does its part, wholly or not at all, and votes. */
  Decision debit(RecordView records, ChoreographyMessage.Debit message, Instant now) {
    if (!now.isBefore(message.validUntil())) {
      return Decision.NOTHING;
    }
    Key key = key(message);
    ShardId orderShard = message.origin().shard();
    long begun = message.origin().incarnation();
    return switch (records.get(key)) {
      case null -> vote(records, key, message, now);
      case Voted voted when !voted.origin().isOfSameLife(message.origin()) -> Decision.NOTHING;
      case Voted voted -> agree(message, begun, orderShard, true);
      case Tombstone.Settled committed -> agree(message, begun, orderShard, true);
      case Tombstone.Declined declined ->
          decline(message, orderShard, declined.refusal(), message.deadline());
      case Applied applied when !applied.origin().isOfSameLife(message.origin()) ->
          Outcomes.report(key, applied, settings, now);
      case StoredRecord known when isApplied(known) -> agree(message, begun, orderShard, true);
      case StoredRecord known when isRevoked(known) ->
          decline(message, orderShard, Reason.DEADLINE_EXCEEDED, message.deadline());
      case StoredRecord foreign -> throw TransactionKeys.foreign(key, foreign);
    };
  }

  /** The order's shard has said that it is paid. */
  private static boolean isApplied(StoredRecord stored) {
    return stored instanceof Applied applied
        ? applied.isDone()
        : stored instanceof Tombstone.Kept kept && !kept.taken().isEmpty();
  }

  /** The order's shard has said that it is not paid after all. */
  private static boolean isRevoked(StoredRecord stored) {
    return !isApplied(stored) && (stored instanceof Applied || stored instanceof Tombstone.Kept);
  }

  private Decision vote(
      RecordView records, Key key, ChoreographyMessage.Debit message, Instant now) {
    List<ShardId> peers = Voted.without(message.participants(), key.shard());
    List<ShardId> others = new ArrayList<>(peers);
    others.add(message.origin().shard());
    Decision.Builder decision = Decision.builder();
    switch (ReserveResult.of(records, message.branch(), message.origin(), Balance::take)) {
      case ReserveResult.Done done -> {
        Voted voted =
            new Voted(
                message.origin(),
                done.taken(),
                true,
                peers,
                others,
                message.deadline(),
                1,
                settings.resendAt(now, message.transaction(), 1));
        decision.put(done.changes()).put(key, voted);
        long begun = message.origin().incarnation();
        others.forEach(other -> decision.send(agreed(message, begun, other, false)));
      }
      case ReserveResult.Refused refused -> {
        Instant expiresAt = settings.remembered(message.deadline());
        decision.put(key, new Tombstone.Declined(refused.refusal(), expiresAt));
        others.forEach(other ->
            decision.send(declined(message, other, refused.refusal(), message.deadline())));
      }
      case ReserveResult.Busy otherProtocol -> {} // the order's shard asks again
    }
    return decision.build();
  }

  /** A peer voted for it. */
  Decision agreed(RecordView records, ChoreographyMessage.VoteYes vote, Instant now) {
    Key key = key(vote);
    Decision.Builder decision = Decision.builder();
    ChoreographyMessage heard =
        new ChoreographyMessage.VoteAck(vote.transaction(), vote.order(), vote.from(), key.shard());
    switch (records.get(key)) {
      case Voted voted when !voted.origin().isOfLife(vote.incarnation()) -> {}
      case Applied applied when !applied.origin().isOfLife(vote.incarnation()) -> {}
      case Voted voted -> {
        Voted having = voted.having(vote.from());
        Voted known = vote.heard() ? having.heardBy(vote.from()) : having;
        keep(decision, records, key, voted, known, now);
        decision.send(heard);
      }
      case Tombstone.Settled committed -> decision.send(heard);
      case Tombstone.Declined declined ->
          decision.send(declined(vote, vote.from(), declined.refusal(), declined.expiresAt()));
      case null -> {
        if (vote.heard()) { // the peer has this one's vote, forgotten since: it had the peer's too
          decision.send(heard);
        } // else its own vote is still to come
      }
      case StoredRecord known when isApplied(known) -> decision.send(heard);
      case StoredRecord known when isRevoked(known) ->
          decision.send(
              declined(vote, vote.from(), Reason.DEADLINE_EXCEEDED, settings.lastingAt(now)));
      case StoredRecord foreign -> throw TransactionKeys.foreign(key, foreign);
    }
    return decision.build();
  }

  /** A peer has the vote. */
  Decision heard(RecordView records, ChoreographyMessage.VoteAck message, Instant now) {
    Key key = key(message);
    Decision.Builder decision = Decision.builder();
    if (records.get(key) instanceof Voted voted) {
      keep(decision, records, key, voted, voted.heardBy(message.from()), now);
    }
    return decision.build();
  }

  /** Remembers what it has learned, as long as others may ask. */
  private void keep(
      Decision.Builder decision,
      RecordView records,
      Key key,
      Voted before,
      Voted voted,
      Instant now) {
    if (voted.isOver()) {
      if (voted.held()) {
        ReserveResult.spend(records, voted.taken(), voted.origin(), key, decision);
      }
      decision.put(
          key, Outcomes.done(voted.origin(), voted.taken(), settings, voted.deadline(), now));
    } else if (!voted.equals(before)) {
      decision.put(key, voted);
    }
  }

  /** A peer voted against it: it gives back what it took, and will take nothing. */
  Decision declined(RecordView records, ChoreographyMessage.Declined vote) {
    Key key = key(vote);
    Decision.Builder decision = Decision.builder();
    Tombstone tombstone =
        new Tombstone.Declined(vote.refusal(), settings.remembered(vote.noneValidAfter()));
    switch (records.get(key)) {
      case Voted voted when decides(voted, vote.from()) -> {
        giveBack(records, key, voted, decision);
        decision.put(key, tombstone);
      }
      case Voted hasAgreed -> {} // the peer knows the outcome from another, as this one will
      // Even if it has expired: a node about to commit a debit must find that this came first.
      case null -> decision.put(key, tombstone);
      case Tombstone over -> {}
      case Applied decided -> {} // it reports, and is told what is true
      case StoredRecord foreign -> throw TransactionKeys.foreign(key, foreign);
    }
    return decision.build();
  }

  private static void giveBack(
      RecordView records, Key key, Voted voted, Decision.Builder decision) {
    if (voted.held()) {
      ReserveResult.release(records, voted.taken(), voted.origin(), key, decision);
    } else {
      ReserveResult.settle(
          records,
          voted.taken(),
          key,
          (balance, taken) -> balance.restore(taken.amount(), taken.generation()),
          decision);
    }
  }

  /** A peer that has not voted yes asks; or the order's shard, which may ask at the end. */
  private static boolean decides(Voted voted, ShardId from) {
    return voted.awaiting().contains(from) || voted.origin().shard().equals(from);
  }

  /** A peer misses its vote. */
  Decision poll(RecordView records, ChoreographyMessage.VoteRequest poll, Instant now) {
    Key key = key(poll);
    return switch (records.get(key)) {
      // It never votes for another attempt of the same id.
      case Voted other when !other.origin().isOfLife(poll.incarnation()) ->
          decline(poll, poll.from(), Reason.DEADLINE_EXCEEDED, poll.noneValidAfter());
      case Applied other when !other.origin().isOfLife(poll.incarnation()) ->
          decline(poll, poll.from(), Reason.DEADLINE_EXCEEDED, poll.noneValidAfter());
      case Voted voted ->
          agree(poll, poll.incarnation(), poll.from(), !voted.awaiting().contains(poll.from()));
      case Tombstone.Settled committed -> agree(poll, poll.incarnation(), poll.from(), true);
      case Tombstone.Declined declined ->
          decline(poll, poll.from(), declined.refusal(), poll.noneValidAfter());
      case StoredRecord known when isApplied(known) ->
          agree(poll, poll.incarnation(), poll.from(), true);
      case StoredRecord known when isRevoked(known) ->
          decline(poll, poll.from(), Reason.DEADLINE_EXCEEDED, settings.lastingAt(now));
      case null -> {
        Instant expiresAt = settings.remembered(poll.noneValidAfter());
        Refusal refusal = Reason.DEADLINE_EXCEEDED;
        yield Decision.builder()
            .put(key, new Tombstone.Declined(refusal, expiresAt))
            .send(declined(poll, poll.from(), refusal, poll.noneValidAfter()))
            .build();
      }
      case StoredRecord foreign -> throw TransactionKeys.foreign(key, foreign);
    };
  }

  /**
   * A vote or a confirmation is missing: it votes again, and after the deadline polls silent peers.
   */
  Decision wake(Key key, Voted voted, Instant now) {
    TransactionId transaction = new TransactionId(key.id());
    OrderId order = voted.origin().order();
    long begun = voted.origin().incarnation();
    Decision.Builder decision = Decision.builder();
    if (!now.isBefore(voted.deadline())) {
      // First, as each is answered: a peer with room for few messages would never get to them.
      for (ShardId silent : voted.awaiting()) {
        decision.send(
            new ChoreographyMessage.VoteRequest(
                transaction, order, silent, key.shard(), begun, voted.deadline()));
      }
    }
    for (ShardId other : voted.unheard()) {
      boolean heard = !voted.awaiting().contains(other);
      decision.send(
          voted.isComplete() && other.equals(voted.origin().shard())
              ? new ChoreographyMessage.Committed(transaction, voted.origin(), key.shard())
              : new ChoreographyMessage.VoteYes(
                  transaction, order, other, key.shard(), begun, heard));
    }
    for (ShardId silent : voted.awaiting()) {
      if (now.isBefore(voted.deadline()) && !voted.unheard().contains(silent)) {
        decision.send(
            new ChoreographyMessage.VoteYes(transaction, order, silent, key.shard(), begun, false));
      }
    }
    Instant wakeAt = settings.resendAt(now, transaction, voted.sends() + 1);
    return decision.put(key, voted.sentAgain(wakeAt)).build();
  }

  private static Decision agree(ChoreographyMessage about, long begun, ShardId to, boolean heard) {
    return Decision.builder().send(agreed(about, begun, to, heard)).build();
  }

  private static Decision decline(
      ChoreographyMessage about, ShardId to, Refusal refusal, Instant noneValidAfter) {
    return Decision.builder().send(declined(about, to, refusal, noneValidAfter)).build();
  }

  private static ChoreographyMessage.VoteYes agreed(
      ChoreographyMessage about, long begun, ShardId to, boolean heard) {
    return new ChoreographyMessage.VoteYes(
        about.transaction(), about.order(), to, about.to(), begun, heard);
  }

  private static ChoreographyMessage.Declined declined(
      ChoreographyMessage about, ShardId to, Refusal refusal, Instant noneValidAfter) {
    return new ChoreographyMessage.Declined(
        about.transaction(), about.order(), to, about.to(), refusal, noneValidAfter);
  }
}
