package tercet.testing.simulator.canary;

import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.choreography.Voted;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.RecordView;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.TransactionKeys;
import tercet.testing.simulator.world.Wiring;

/** Bugs of choreography. */
final class ChoreographyCanaries {
  private ChoreographyCanaries() {}

  static Wiring pollLeavesNoTombstone() {
    return tampering((records, input, now, decision) ->
        input instanceof ChoreographyMessage.VoteRequest
            ? Decisions.without(decision, change -> true)
            : decision);
  }

  static Wiring voteForgotten() {
    return tampering((records, input, now, decision) ->
        Decisions.each(
            decision,
            stored -> stored instanceof Voted voted && voted.awaiting().isEmpty() ? null : stored));
  }

  static Wiring silenceAgrees() {
    return tampering((records, input, now, decision) ->
        input instanceof Input.TimerFired
            ? Decisions.each(
                decision,
                stored ->
                    stored instanceof Voted voted && !now.isBefore(voted.deadline())
                        ? new Tombstone.Settled(now.plusSeconds(5))
                        : stored)
            : decision);
  }

  static Wiring voteChanges() {
    return deciding((kernel, records, input, now) ->
        input instanceof ChoreographyMessage.Debit debit && hasDeclined(records, debit)
            ? kernel.decide(
                key -> records.get(key) instanceof Tombstone.Declined ? null : records.get(key),
                input,
                now)
            : kernel.decide(records, input, now));
  }

  private static boolean hasDeclined(RecordView records, ChoreographyMessage.Debit debit) {
    return records.get(TransactionKeys.participation(debit.transaction(), debit.to()))
        instanceof Tombstone.Declined;
  }

  private static Wiring tampering(Tampering tampering) {
    return tampering;
  }

  private static Wiring deciding(Deciding deciding) {
    return deciding;
  }
}
