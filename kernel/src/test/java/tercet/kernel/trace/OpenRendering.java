package tercet.kernel.trace;

import java.util.List;
import java.util.stream.Collectors;
import tercet.kernel.Key;
import tercet.kernel.Stored;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.choreography.Voted;
import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.OpenPart;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Waiter;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;
import tercet.kernel.twophase.TwoPhase;

/** Says in few words what is open. */
final class OpenRendering {
  private final Words words;

  OpenRendering(Words words) {
    this.words = words;
  }

  String open(Stored.Open open) {
    return switch (open) {
      case OpenTransaction transaction -> transaction(transaction);
      case OpenPart part -> part(part);
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
                  "quiet after %s, %s"
                      .formatted(words.time(saga.quietAfter()), sent(saga.sends(), saga)));
      case Saga.Undoing saga ->
          "undoing, %s, %s, awaits %s, %s"
              .formatted(
                  id,
                  saga.refusal(),
                  Words.shards(saga.awaiting()),
                  "quiet after %s, %s"
                      .formatted(words.time(saga.quietAfter()), sent(saga.sends(), saga)));
      case Tcc.Trying tcc ->
          "trying %s, %s, step %d, awaits %s, quiet after %s, %s"
              .formatted(
                  Words.attempt(tcc.attempt()),
                  id,
                  tcc.step(),
                  Words.shards(tcc.awaiting()),
                  words.time(tcc.quietAfter()),
                  sent(tcc.sends(), tcc));
      case Tcc.Cancelling tcc ->
          "cancelling, %s, %s, awaits %s, quiet after %s, %s"
              .formatted(
                  id,
                  tcc.refusal(),
                  Words.shards(tcc.awaiting()),
                  words.time(tcc.quietAfter()),
                  sent(tcc.sends(), tcc));
      case Choreography choreography ->
          "choreography, %s, awaits %s, %s"
              .formatted(
                  id,
                  Words.shards(choreography.awaiting()),
                  sent(choreography.sends(), choreography));
      case TwoPhase.Preparing preparing ->
          "preparing, %s, step %d, quiet after %s, %s"
              .formatted(
                  id,
                  preparing.step(),
                  words.time(preparing.quietAfter()),
                  sent(preparing.sends(), preparing));
      case TwoPhase.Committing committing ->
          "committing, %s, awaits %s, quiet after %s, %s"
              .formatted(
                  id,
                  Words.shards(committing.awaiting()),
                  words.time(committing.quietAfter()),
                  sent(committing.sends(), committing));
    };
  }

  private String sent(int sends, OpenTransaction open) {
    return "sent %d times, wakes at %s; waiting: %s"
        .formatted(sends, words.time(open.wakeAt()), waiting(open.waiters()));
  }

  private static String waiting(List<Waiter> waiters) {
    return waiters.stream().map(Waiter::answerKey).map(Key::id).collect(Collectors.joining(" "));
  }

  private String part(OpenPart open) {
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
              .formatted(Words.part(prepared.part()), prepared.votes(), wakes);
      case Queued queued ->
          "queued for %s, %d locked; %s"
              .formatted(Words.part(queued.part()), queued.locked(), wakes);
    };
  }
}
