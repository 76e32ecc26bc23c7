package tercet.runtime.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.RecordKind;
import tercet.kernel.transaction.OpenTransaction;
import tercet.runtime.observe.EndedTransaction;

/** Notices which transactions the decisions of a batch end. */
final class Endings {
  private List<EndedTransaction> found = List.of();

  /**
   * Looks at a decision.
   *
   * @param before the records before it
   */
  void lookAt(Decision decision, RecordView before, Instant now) {
    for (Decision.Change change : decision.changes()) {
      if (change.stored() == null
          && change.key().kind() == RecordKind.TRANSACTION
          && before.get(change.key()) instanceof OpenTransaction last) {
        found = found.isEmpty() ? new ArrayList<>() : found;
        found.add(EndedTransaction.of(change.key(), last, decision, now));
      }
    }
  }

  List<EndedTransaction> found() {
    return found;
  }
}
