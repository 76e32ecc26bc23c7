package tercet.testing.simulator.canary;

import java.util.List;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Request;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.Amount;
import tercet.testing.simulator.world.Wiring;

/** Bugs of what a refusal says beside its reason. */
final class RefusalCanaries {
  private RefusalCanaries() {}

  static Wiring lessLeftIsTold() {
    Tampering tampering =
        (records, input, now, decision) -> {
          if (input instanceof Request) {
            return decision; // of one record: another checker sees that
          }
          List<Decision.Reply> replies =
              decision.replies().stream()
                  .map(reply -> new Decision.Reply(reply.to(), lessLeft(reply.answer())))
                  .toList();
          Decision changed =
              Decisions.each(
                  decision,
                  stored ->
                      stored instanceof DedupeRecord kept
                          ? new DedupeRecord(lessLeft(kept.answer()), kept.expiresAt())
                          : stored);
          return new Decision(changed.changes(), changed.messages(), replies);
        };
    return tampering;
  }

  private static Answer lessLeft(Answer answer) {
    return answer instanceof Answer.Refused(Refusal.Shortage told) && told.left().value() > 0
        ? new Answer.Refused(new Refusal.Shortage(told.balance(), told.wanted(), Amount.ZERO))
        : answer;
  }
}
