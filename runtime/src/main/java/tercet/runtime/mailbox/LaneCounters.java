package tercet.runtime.mailbox;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the work of a lane. Its thread counts, and any may read. */
final class LaneCounters {
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong decided = new AtomicLong();
  private final AtomicLong late = new AtomicLong();

  void committed(int inputs) {
    commits.lazySet(commits.get() + 1);
    decided.lazySet(decided.get() + inputs);
  }

  void late() {
    late.lazySet(late.get() + 1);
  }

  /** With the present state of the lane. */
  LaneStatistics statistics(Mailbox mailbox, int openTransactions, int stalled) {
    return new LaneStatistics(
        mailbox.size(),
        openTransactions,
        commits.get(),
        decided.get(),
        late.get(),
        mailbox.expired(),
        stalled);
  }
}
