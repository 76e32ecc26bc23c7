package tercet.kernel.trace;

import java.util.List;
import java.util.stream.Collectors;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.choreography.Voted;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.outcome.Applied;
import tercet.kernel.outcome.Reconciliation;
import tercet.kernel.refund.Refunded;
import tercet.kernel.refund.Refunding;
import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;
import tercet.kernel.twophase.TwoPhase;

/** Says in few words what is open. */
final class OpenRendering {
  private final Words words;

  OpenRendering(Words words) {
    this.words = words;
  }

  String open(StoredRecord.Open open) {
    return switch (open) {
      case OpenTransaction transaction -> transaction(transaction);
      case OpenBranch branch -> branch(branch);
      case Reconciliation outcome ->
          "%s of %s, awaits %s, kept until %s; sent %d times, wakes at %s"
              .formatted(
                  outcome.paid() ? "paid" : "revoked",
                  outcome.transaction().id().value(),
                  Words.shards(outcome.awaiting()),
                  words.time(outcome.retainUntil()),
                  outcome.sends(),
                  words.time(outcome.wakeAt()));
      case Refunding refund ->
          ("refunding, awaits %s, closes %s, none valid after %s;"
                  + " sent %d times, wakes at %s; waiting: %s")
              .formatted(
                  Words.shards(refund.awaiting()),
                  Words.shards(refund.closing()),
                  words.time(refund.noneValidAfter()),
                  refund.sends(),
                  words.time(refund.wakeAt()),
                  waiting(refund.waiters()));
    };
  }

  private String transaction(OpenTransaction open) {
    String id = open.transaction().id().value();
    return switch (open) {
      case Saga.Debiting saga ->
          "debiting, %s, step %d, awaits %s, %s"
              .formatted(
                  id,
                  saga.step(),
                  Words.shards(saga.awaiting()),
                  "none valid after %s, %s"
                      .formatted(words.time(saga.noneValidAfter()), sent(saga.sends(), saga)));
      case Saga.Compensating saga ->
          "undoing, %s, %s, awaits %s, %s"
              .formatted(
                  id,
                  Words.refusal(saga.refusal()),
                  Words.shards(saga.awaiting()),
                  "none valid after %s, %s"
                      .formatted(words.time(saga.noneValidAfter()), sent(saga.sends(), saga)));
      case Tcc.Trying tcc ->
          "trying %s, %s, step %d, awaits %s, none valid after %s, %s"
              .formatted(
                  Words.attempt(tcc.attempt()),
                  id,
                  tcc.step(),
                  Words.shards(tcc.awaiting()),
                  words.time(tcc.noneValidAfter()),
                  sent(tcc.sends(), tcc));
      case Tcc.Cancelling tcc ->
          "cancelling, %s, %s, awaits %s, none valid after %s, %s"
              .formatted(
                  id,
                  Words.refusal(tcc.refusal()),
                  Words.shards(tcc.awaiting()),
                  words.time(tcc.noneValidAfter()),
                  sent(tcc.sends(), tcc));
      case Choreography choreography ->
          "choreography, %s, awaits %s, %s"
              .formatted(
                  id,
                  Words.shards(choreography.awaiting()),
                  sent(choreography.sends(), choreography));
      case TwoPhase.Preparing preparing ->
          "preparing, %s, step %d, none valid after %s, %s"
              .formatted(
                  id,
                  preparing.step(),
                  words.time(preparing.noneValidAfter()),
                  sent(preparing.sends(), preparing));
      case TwoPhase.Committing committing ->
          "committing, %s, awaits %s, none valid after %s, %s"
              .formatted(
                  id,
                  Words.shards(committing.awaiting()),
                  words.time(committing.noneValidAfter()),
                  sent(committing.sends(), committing));
    };
  }

  private String sent(int sends, OpenTransaction open) {
    return "sent %d times, wakes at %s; waiting: %s"
        .formatted(sends, words.time(open.wakeAt()), waiting(open.waiters()));
  }

  private static String waiting(List<PendingClient> waiters) {
    return waiters.stream()
        .map(PendingClient::answerKey)
        .map(Key::id)
        .collect(Collectors.joining(" "));
  }

  private String branch(OpenBranch open) {
    String wakes = "wakes at " + words.time(open.wakeAt());
    return switch (open) {
      case Debited debited ->
          "debited %s; voted %d times, %s"
              .formatted(Words.taken(debited.taken()), debited.votes(), wakes);
      case Held held ->
          "held %s, %s; voted %d times, %s"
              .formatted(
                  Words.taken(held.taken()), Words.attempt(held.attempt()), held.votes(), wakes);
      case Voted voted ->
          "voted, took %s; awaits %s, unheard by %s; sent %d times, %s"
              .formatted(
                  Words.taken(voted.taken()),
                  Words.shards(voted.awaiting()),
                  Words.shards(voted.unheard()),
                  voted.sends(),
                  wakes);
      case Prepared prepared ->
          "prepared %s; voted %d times, %s"
              .formatted(Words.branch(prepared.branch()), prepared.votes(), wakes);
      case Applied applied ->
          "applied %s since %s; reported %d times, %s"
              .formatted(
                  Words.taken(applied.taken()),
                  words.time(applied.since()),
                  applied.reports(),
                  wakes);
      case Refunded done ->
          "refunded since %s; reported %d times, %s"
              .formatted(words.time(done.since()), done.reports(), wakes);
      case Queued queued ->
          "queued for %s, %d locked; %s"
              .formatted(Words.branch(queued.branch()), queued.locked(), wakes);
    };
  }
}
