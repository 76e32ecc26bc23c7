package tercet.gateway.operate;

import org.jspecify.annotations.Nullable;
import tercet.kernel.id.UserId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.runtime.observe.EndedTransaction;

/** The user that a transaction charges. */
final class PartUsers {
  private PartUsers() {}

  static @Nullable String user(EndedTransaction ended) {
    for (Branch branch : ended.transaction().branches()) {
      for (Debit debit : branch.debits()) {
        if (debit.balance() instanceof UserId user) {
          return user.value();
        }
      }
    }
    return null;
  }
}
