package tercet.simulator.coverage;

import org.jspecify.annotations.Nullable;
import tercet.kernel.saga.Participation;

/** What a participant knows of a transaction when an input about it comes. */
enum ParticipantState {
  ABSENT,
  DEBITED,
  DECLINED,
  SETTLED;

  static ParticipantState of(@Nullable Participation participation) {
    return switch (participation) {
      case null -> ABSENT;
      case Participation.Debited debited -> DEBITED;
      case Participation.Declined declined -> DECLINED;
      case Participation.Settled settled -> SETTLED;
    };
  }
}
