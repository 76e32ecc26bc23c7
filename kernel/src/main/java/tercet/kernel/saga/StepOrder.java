package tercet.kernel.saga;

import java.util.List;
import tercet.kernel.id.Service;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Transaction;

/** In which order participants are asked. */
public enum StepOrder {
  /** All participants at once: the shortest. */
  PARALLEL(0),
  /** Stock is touched only if the user could pay. */
  PAYMENT_FIRST(1),
  /** Money is touched only if everything was in stock. */
  STOCK_FIRST(2);

  private final int number;

  StepOrder(int number) {
    this.number = number;
  }

  /** Its number in stored bytes; never given to another one. */
  public int number() {
    return number;
  }

  /**
   * The participants of one step.
   *
   * @param step from 0
   * @return empty if there is no such step
   */
  List<Branch> step(Transaction transaction, int step) {
    return switch (this) {
      case PARALLEL -> step == 0 ? transaction.branches() : List.of();
      case PAYMENT_FIRST -> of(transaction, step, Service.PAYMENT, Service.STOCK);
      case STOCK_FIRST -> of(transaction, step, Service.STOCK, Service.PAYMENT);
    };
  }

  private static List<Branch> of(Transaction transaction, int step, Service... services) {
    // An order without lines has no stock to ask for: its one step is the first.
    int index = step;
    for (Service service : services) {
      List<Branch> branches =
          transaction.branches().stream().filter(p -> p.shard().service() == service).toList();
      if (!branches.isEmpty() && index-- == 0) {
        return branches;
      }
    }
    return List.of();
  }
}
