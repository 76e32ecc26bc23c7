package tercet.gateway.operate;

import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.UserId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.runtime.observe.EndedTransaction;

/** The user that a transaction charges, and the items that it takes. */
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

  /**
   * Whether it takes an item.
   *
   * @param item null for any
   */
  static boolean takes(EndedTransaction ended, @Nullable String item) {
    return item == null
        || ended.transaction().branches().stream()
            .flatMap(branch -> branch.debits().stream())
            .anyMatch(debit -> debit.balance() instanceof ItemId of && of.value().equals(item));
  }
}
