package tercet.testing.simulator.check;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Balance;
import tercet.kernel.decision.Decision;
import tercet.kernel.id.Key;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Tombstone;
import tercet.testing.simulator.world.Violation;

/** Whether locks are exclusive: a transaction leaves a line only when it ends. */
final class LockQueues {
  private LockQueues() {}

  /** Looks at the change of a balance. */
  static void check(Key key, @Nullable Balance before, @Nullable Balance after, Decision decision) {
    if (before == null || after == null) {
      return;
    }
    List<TransactionId> line = after.lockQueue();
    List<TransactionId> stayed =
        before.lockQueue().stream()
            .filter(transaction -> !ends(transaction, key, decision))
            .toList();
    boolean inOrder = line.size() >= stayed.size() && line.subList(0, stayed.size()).equals(stayed);
    if (!inOrder) {
      throw new Violation(
          "%s is locked by %s and then by %s, and neither has ended in between"
              .formatted(key, before.lockQueue(), line),
          TraceTerms.with(TraceTerms.of(key), mentions(before)));
    }
  }

  private static boolean ends(TransactionId transaction, Key balance, Decision decision) {
    Key participation = Key.participation(transaction, balance.shard());
    return decision.changes().stream()
        .filter(change -> change.key().equals(participation))
        .anyMatch(change -> change.stored() instanceof Tombstone);
  }

  private static String[] mentions(Balance balance) {
    return balance.lockQueue().stream().map(TransactionId::value).toArray(String[]::new);
  }
}
