package tercet.kernel.explore;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.AbortRuling;
import tercet.kernel.command.Command;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.Key;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.OpenTransaction;

/** Aborts transactions and wakes records before their time; remembers what it was told. */
final class Operator {
  private final Set<TransactionId> aborted = new HashSet<>();
  private @Nullable TransactionId last;

  /** Its next wish, or null if nothing is open. */
  @Nullable Input wish(Map<Key, StoredRecord> records, SplittableRandom random, Instant now) {
    List<Key> open =
        records.entrySet().stream()
            .filter(record -> record.getValue() instanceof StoredRecord.Open)
            .map(Map.Entry::getKey)
            .toList();
    if (open.isEmpty()) {
      return null;
    }
    Key key = open.get(random.nextInt(open.size()));
    if (!(records.get(key) instanceof OpenTransaction undecided) || random.nextInt(3) > 0) {
      return new Input.TimerFired(key, true);
    }
    last = undecided.transaction().id();
    return new Request(
        key.shard(),
        new CommandId("abort", false),
        new Command.Abort(undecided.transaction().order(), undecided.transaction().id()),
        new ReplyAddress("operator", 0),
        now.plusSeconds(1),
        now.plusSeconds(2));
  }

  /**
   * Checks that it hears the truth.
   *
   * @param paid transactions
   */
  void hears(AbortRuling ruling, Set<TransactionId> paid) {
    TransactionId about = last;
    if (about == null || paid.contains(about) != (ruling == AbortRuling.PAID)) {
      throw new AssertionError("about " + about + " the operator was told " + ruling);
    }
    if (ruling.isAborted()) {
      aborted.add(about);
    }
  }

  /** A transaction pays that it has not aborted. */
  void check(TransactionId paying) {
    if (aborted.contains(paying)) {
      throw new AssertionError("paid although it was aborted: " + paying);
    }
  }

  int aborts() {
    return aborted.size();
  }
}
